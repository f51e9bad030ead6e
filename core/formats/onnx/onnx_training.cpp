#include "core/formats/onnx/onnx_training.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

namespace pf {
namespace {

constexpr std::array<std::string_view, 6> kRandom = {
    "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"};

/// The constants that are true.
std::unordered_set<std::string> truths(const OnnxOutline& outline) {
    std::unordered_set<std::string> names;
    for (const auto& constant : outline.constants) {
        if (constant.truth.value_or(false)) {
            names.insert(constant.name);
        }
    }
    for (const auto& node : outline.nodes) {
        const OnnxAttribute* value = node.operation == "Constant" ? node.find("value") : nullptr;
        const auto truth =
            value == nullptr || value->tensors.empty() ? std::nullopt : value->tensors.back().truth;
        if (truth.value_or(false) && !node.outputs.empty()) {
            names.insert(node.outputs.front());
        }
    }
    return names;
}

bool isTraining(const OnnxNode& node, const std::unordered_set<std::string>& truths) {
    if (node.operation == "Dropout") {
        // The third input says so, since the format's 12th set of operators.
        return node.inputs.size() > 2 && truths.contains(node.inputs[2]);
    }
    if (node.operation == "BatchNormalization") {
        const OnnxAttribute* mode = node.find("training_mode");
        const bool said = mode != nullptr && !mode->integers.empty() && mode->integers.front() != 0;
        // Before the 14th set, further outputs said so: the statistics of the batch.
        return said || std::any_of(node.outputs.begin() + (node.outputs.empty() ? 0 : 1), node.outputs.end(),
                                   [](const std::string& output) { return !output.empty(); });
    }
    return std::find(kRandom.begin(), kRandom.end(), node.operation) != kRandom.end();
}

}  // namespace

std::string onnxTrainingOperator(const OnnxOutline& outline) {
    const auto isTrue = truths(outline);
    const auto found = std::find_if(outline.nodes.begin(), outline.nodes.end(),
                                    [&](const OnnxNode& node) { return isTraining(node, isTrue); });
    return found == outline.nodes.end() ? std::string() : found->title();
}

}  // namespace pf
