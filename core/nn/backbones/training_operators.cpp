#include "core/nn/backbones/training_operators.h"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <string_view>

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/script.h>

namespace pf {
namespace {

constexpr std::array<std::string_view, 19> kRandom = {
    "bernoulli",  "binomial", "cauchy",   "exponential", "geometric",        "log_normal",   "multinomial",
    "normal",     "poisson",  "rand",     "rand_like",   "randint",          "randint_like", "randn",
    "randn_like", "random",   "randperm", "uniform",     "normal_functional"};

constexpr std::array<std::string_view, 5> kDropouts = {"dropout", "feature_dropout", "alpha_dropout",
                                                       "feature_alpha_dropout", "native_dropout"};

constexpr std::array<std::string_view, 4> kBatchNormalisations = {
    "batch_norm", "native_batch_norm", "cudnn_batch_norm", "_batch_norm_impl_index"};

template <std::size_t Count>
bool isOneOf(const std::array<std::string_view, Count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "dropout" of aten::dropout_; empty for what is not an operator of LibTorch.
std::string operatorName(const torch::jit::Node& node) {
    std::string name = node.kind().toQualString();
    constexpr std::string_view kLibrary = "aten::";
    if (!name.starts_with(kLibrary)) {
        return "";
    }
    name.erase(0, kLibrary.size());
    // In place.
    return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

/// None where it is no constant, or the operator has no such input.
c10::IValue constantInput(const torch::jit::Node& node, const char* input) {
    if (node.maybeSchema() == nullptr || !node.hasNamedInput(input)) {
        return {};
    }
    const auto value = torch::jit::toIValue(node.namedInput(input));
    return value ? *value : c10::IValue();
}

bool isTrue(const torch::jit::Node& node, const char* input) {
    const c10::IValue value = constantInput(node, input);
    return value.isBool() && value.toBool();
}

/// Whether a probability is a constant other than 0.
bool isPositive(const torch::jit::Node& node, const char* input) {
    const c10::IValue value = constantInput(node, input);
    return value.isDouble() && value.toDouble() > 0;
}

bool drawsNumbers(const torch::jit::Node& node, const std::string& name) {
    return isOneOf(kRandom, name) ||
           (isOneOf(kDropouts, name) && isTrue(node, "train") && isPositive(node, "p")) ||
           ((name == "rrelu" || name == "rrelu_with_noise") && isTrue(node, "training")) ||
           isPositive(node, "dropout_p");  // of attention
}

void look(const torch::jit::Block* block, TrainingOperators& found) {
    for (const torch::jit::Node* node : block->nodes()) {
        const std::string name = operatorName(*node);
        if (found.random.empty() && drawsNumbers(*node, name)) {
            found.random = name;
        }
        found.batchStatistics =
            found.batchStatistics || (isOneOf(kBatchNormalisations, name) && isTrue(*node, "training"));
        // Which branch of another If is run is known in a run only.
        if (node->kind() != c10::prim::If) {
            for (const torch::jit::Block* inner : node->blocks()) {
                look(inner, found);
            }
        }
    }
}

}  // namespace

TrainingOperators findTrainingOperators(const torch::jit::Module& module) {
    TrainingOperators found;
    try {
        // Settles what asks self.training, and calls of other functions.
        const torch::jit::Module frozen = torch::jit::freeze(module, {}, false);
        const auto graph = frozen.get_method("forward").graph();
        look(graph->block(), found);
    } catch (const std::exception&) {
        const auto graph = module.get_method("forward").graph()->copy();
        torch::jit::Inline(*graph);
        look(graph->block(), found);
    }
    return found;
}

}  // namespace pf
