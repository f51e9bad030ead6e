#include "core/session/steady_backbone.h"

#include "core/base/error.h"
#include "core/nn/torchscript_backbone.h"
#include "core/session/onnx_backbone.h"

namespace pf {
namespace {

/// The kind that lets a network be unsteady.
constexpr const char* kUnsteady = "torchscript_unsteady";

}  // namespace

std::string unsteadinessOf(const Backbone& network) {
    if (const auto* program = dynamic_cast<const TorchScriptBackbone*>(&network)) {
        return program->unsteadiness();
    }
    const auto* graph = dynamic_cast<const OnnxBackbone*>(&network);
    // The native networks know no training mode here.
    return graph == nullptr ? std::string() : graph->unsteadiness();
}

std::string requireSteady(const Backbone& network, const BackboneOptions& options) {
    const std::string problem = unsteadinessOf(network);
    if (problem.empty()) {
        return "";
    }
    if (options.kind != kUnsteady) {
        throw Error(ErrorCode::Data,
                    problem + "; or go on with it as it is by model.backbone.kind=" + kUnsteady,
                    options.file);
    }
    return "the backbone " + problem;
}

}  // namespace pf
