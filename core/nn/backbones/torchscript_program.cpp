#include "core/nn/backbones/torchscript_program.h"

#include <algorithm>
#include <array>
#include <optional>

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/script.h>
#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"

namespace torch::jit {
// Exported by LibTorch 1.13 and 2.x, whose header of it Debian does not install.
void overrideCanFuseOnCPU(bool value);
}  // namespace torch::jit

namespace pf {
namespace {

constexpr std::size_t kLongestReason = 240;

/// The text behind "RuntimeError: " and the like; empty when the line does not begin so.
std::string behindErrorName(const std::string& line) {
    const std::size_t colon = line.find(": ");
    const std::string name = line.substr(0, std::min(colon, line.size()));
    const bool named = colon != std::string::npos && name.find(' ') == std::string::npos &&
                       (name.ends_with("Error") || name.ends_with("Exception"));
    return named ? line.substr(colon + 2) : "";
}

/// Lines that tell where in LibTorch or in the program something failed, but not what.
bool isPlace(const std::string& line) {
    static constexpr std::string_view kStarts[] = {
        "frame #",   "Exception raised from", "Traceback", "The following operation failed", "File \"", "~",
        "Serialized"};
    const std::string_view text = trimmed(line);
    return text.empty() || std::any_of(std::begin(kStarts), std::end(kStarts),
                                       [&](std::string_view start) { return text.starts_with(start); });
}

/// The first sentence, when what follows only explains LibTorch.
std::string shortened(std::string text) {
    if (const std::size_t more = text.find(". This could be because"); more != std::string::npos) {
        text.resize(more);
    }
    // The source position that c10 puts behind its messages.
    if (const std::size_t raised = text.find(" (Exception raised from"); raised != std::string::npos) {
        text.resize(raised);
    }
    text = std::string(trimmed(text));
    while (!text.empty() && (text.back() == '.' || text.back() == ':')) {
        text.pop_back();
    }
    return text.size() > kLongestReason ? text.substr(0, kLongestReason) + "..." : text;
}

std::string libTorchVersion() {
    return "LibTorch " TORCH_VERSION;
}

/// Why a file could not be loaded, with the cure where the reason is a known one.
std::string loadProblem(const std::exception& error) {
    const std::string text = error.what();
    constexpr std::string_view kUnknownOperator = "Unknown builtin op: ";
    if (const std::size_t at = text.find(kUnknownOperator); at != std::string::npos) {
        const std::size_t start = at + kUnknownOperator.size();
        std::string name = text.substr(start, text.find_first_of(" \n", start) - start);
        while (!name.empty() && name.back() == '.') {
            name.pop_back();
        }
        return "uses the operator " + name + ", which " + libTorchVersion() +
               " does not know: the network was exported by a newer PyTorch, or needs an extension; export "
               "it with PyTorch " TORCH_VERSION " or with older operators in its place, or as ONNX";
    }
    if (text.find("maximum supported version") != std::string::npos) {
        return "was written by a newer PyTorch in a format that " + libTorchVersion() +
               " does not read; export it with PyTorch " TORCH_VERSION ", or as ONNX";
    }
    if (text.find("constants.pkl") != std::string::npos) {
        return "holds tensors but no program (it was written by torch.save); export the network with "
               "torch.jit.trace(model.eval(), images).save(...), or as ONNX";
    }
    if (text.find("central directory") != std::string::npos) {
        return "is not a TorchScript archive: it is cut short, or was written by an old torch.save, or is "
               "another kind of file; export the network with torch.jit.trace(model.eval(), "
               "images).save(...), or as ONNX";
    }
    return "is not a readable TorchScript file (" + torchReason(error) + ")";
}

/// Refuses modules that cannot be called with a batch of images.
void checkForward(const torch::jit::Module& module, const std::string& where) {
    constexpr const char* kWrap = "; export a module whose forward(images) returns the embedding";
    const auto forward = module.find_method("forward");
    if (!forward) {
        const std::string others =
            joined(module.get_methods(), ", ", [](const auto& method) { return method.name(); });
        failData(where, "has no method forward", others.empty() ? std::string() : " (it has " + others + ")",
                 kWrap);
    }
    std::vector<std::string> needed;
    const auto& arguments = forward->function().getSchema().arguments();
    for (std::size_t i = 1; i < arguments.size(); ++i) {  // the first is the module itself
        if (!arguments[i].default_value()) {
            needed.push_back(arguments[i].name());
        }
    }
    failDataIf(needed.size() != 1, where, "takes ", needed.size(), " inputs",
               needed.empty() ? std::string() : " (" + joined(needed) + ")",
               " where a backbone takes one batch of images", kWrap);
    failDataIf(!c10::TensorType::get()->isSubtypeOf(*arguments[1].type()), where, "takes a ",
               arguments[1].type()->annotation_str(), " where a backbone takes a tensor", kWrap);
}

/// The device that a node makes from what is written in the code, whatever the program is run on.
std::optional<std::string> writtenDevice(torch::jit::Node& node) {
    static const c10::Symbol kFromText = c10::Symbol::fromQualString("aten::device");
    if (node.kind() == c10::prim::Constant && node.outputs().size() == 1 &&
        node.output()->type()->kind() == c10::TypeKind::DeviceObjType) {
        return node.s(c10::attr::value);
    }
    if (node.kind() == kFromText && !node.inputs().empty()) {
        const auto text = torch::jit::toIValue(node.input(0));
        if (text && text->isString()) {
            return text->toStringRef();
        }
    }
    return std::nullopt;
}

void moveIn(torch::jit::Block* block, const c10::Device& target, std::vector<std::string>& changed) {
    for (torch::jit::Node* node : block->nodes()) {
        for (torch::jit::Block* inner : node->blocks()) {
            moveIn(inner, target, changed);
        }
        const auto written = writtenDevice(*node);
        // A program may keep its indices on the CPU on purpose.
        if (!written || *written == "cpu" || *written == target.str()) {
            continue;
        }
        if (node->kind() == c10::prim::Constant) {
            node->s_(c10::attr::value, target.str());
        } else {
            const torch::jit::WithInsertPoint before(node);
            node->output()->replaceAllUsesWith(node->owningGraph()->insertConstant(c10::IValue(target)));
        }
        if (std::find(changed.begin(), changed.end(), *written) == changed.end()) {
            changed.push_back(*written);
        }
    }
}

bool isOtherPrecision(const at::Tensor& tensor) {
    return tensor.defined() && tensor.is_floating_point() && tensor.scalar_type() != at::kFloat;
}

/// Whether a failure says that the input's size or shape was wrong.
bool isAboutSizes(const std::string& reason) {
    const std::string_view words[] = {"size", "shape", "dimension", "channel", "multipl"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return reason.find(word) != std::string::npos; });
}

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

std::string torchReason(const std::exception& error) {
    std::string named;
    std::string plain;
    for (const std::string& line : splitText(error.what(), '\n')) {
        const std::string text(trimmed(line));
        if (const std::string reason = behindErrorName(text); !reason.empty()) {
            named = reason;
        } else if (plain.empty() && !isPlace(line)) {
            plain = text;
        }
    }
    return shortened(named.empty() ? plain : named);
}

std::string torchCure(const std::string& reason, std::int64_t height, std::int64_t width) {
    if (reason.find("CUDA") != std::string::npos || reason.find("cuda") != std::string::npos) {
        return "; it can only run on a GPU: export it again after model.cpu()";
    }
    if (reason.find("'Half'") != std::string::npos || reason.find("'BFloat16'") != std::string::npos) {
        return "; it computes in a precision that this processor's operators do not have: export it again "
               "after model.float()";
    }
    if (reason.find("to have 1 channels, but got 3") != std::string::npos) {
        return "; it takes grey images and is given colour: export it after images.mean(1, keepdim=True)";
    }
    if (reason.find("but got 5-dimensional input") != std::string::npos) {
        return "; it takes one image, not a batch: export it without the line that adds the batch dimension";
    }
    if (isAboutSizes(reason)) {
        return c10::str("; check the input size in the configuration (model.input.height=", height,
                        ", model.input.width=", width, ")");
    }
    return "";
}

torch::jit::Module loadTorchScript(const std::filesystem::path& file) {
    const std::string where = file.string();
    throwIf(!pathIsFile(file), ErrorCode::Io, "there is no such TorchScript file", where);
    // LibTorch built with LLVM (Debian 13's) would compile fused operators in the first runs on a CPU, which
    // takes minutes for a face network; built without it (Debian 12's) it never does.
    torch::jit::overrideCanFuseOnCPU(false);
    torch::jit::Module module;
    try {
        module = torch::jit::load(where, torch::kCPU);
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Data, loadProblem(error), where);
    }
    checkForward(module, where);
    module.eval();
    return module;
}

std::vector<std::string> moveWrittenDevices(torch::jit::Module& module, const c10::Device& device) {
    std::vector<std::string> changed;
    for (torch::jit::Function* function : module._ivalue()->compilation_unit()->get_functions()) {
        if (auto* graph = torch::jit::tryToGraphFunction(*function)) {
            moveIn(graph->graph()->block(), device, changed);
        }
    }
    return changed;
}

std::string otherPrecision(const torch::jit::Module& module) {
    for (const auto& item : module.named_attributes()) {
        if (item.value.isTensor() && isOtherPrecision(item.value.toTensor())) {
            const at::ScalarType type = item.value.toTensor().scalar_type();
            return type == at::kHalf       ? "half precision"
                   : type == at::kBFloat16 ? "bfloat16 precision"
                                           : "double precision";
        }
    }
    return "";
}

torch::jit::Module inSinglePrecision(const torch::jit::Module& module) {
    torch::jit::Module copy = module.deepcopy();
    for (const auto& item : copy.named_attributes()) {
        if (item.value.isTensor() && isOtherPrecision(item.value.toTensor())) {
            at::Tensor tensor = item.value.toTensor();
            tensor.set_data(tensor.to(at::kFloat));
        }
    }
    return copy;
}

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
