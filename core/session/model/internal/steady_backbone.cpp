#include "core/session/model/internal/steady_backbone.h"

#include "core/base/error.h"
#include "core/nn/backbones/steadiness.h"
#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/pch.h"
#include "core/session/model/internal/embedding_problems.h"
#include "core/session/model/internal/onnx_backbone.h"

namespace pf {
namespace {

/// The kind that lets a network be unsteady.
constexpr const char* kUnsteady = "torchscript_unsteady";

/// The trial's pictures as if they had been read from files.
at::Tensor preparedPictures(const Backbone& network, const InputOptions& input) {
    at::Tensor pictures = trialPictures(network.inputHeight(), network.inputWidth());
    for (std::int64_t channel = 0; channel < 3; ++channel) {
        const auto place = static_cast<std::size_t>(channel);
        const at::Tensor levels = ((pictures.select(1, channel) + 1) * 127.5).round();
        pictures.select(1, channel).copy_((levels - input.mean.at(place)) / input.std.at(place));
    }
    return pictures;
}

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
        const bool isProgram = dynamic_cast<const TorchScriptBackbone*>(&network) != nullptr;
        throw Error(
            ErrorCode::Data,
            problem + (isProgram
                           ? std::string("; or go on with it as it is by model.backbone.kind=") + kUnsteady
                           : std::string()),
            options.file);
    }
    return "the backbone " + problem;
}

void requireUsable(Backbone& network, const Options& options, const c10::Device& device, bool forTraining) {
    const at::Tensor pictures = preparedPictures(network, options.model.input).to(device);
    const torch::NoGradGuard noGrad;
    const BackboneOutput output = network.forward(pictures);
    const at::Tensor mu = output.mu.to(at::kCPU, at::kDouble);
    const at::Tensor norms = network.embeddingNorms(pictures).to(at::kCPU, at::kDouble);
    // One that is not finite may be the picture's fault: none of the three is a face.
    const at::Tensor finite = at::isfinite(mu).all(1).logical_and(at::isfinite(norms));
    std::string problem;
    if (!finite.any().item<bool>()) {
        problem = embeddingProblem(mu.narrow(0, 0, 1), norms.narrow(0, 0, 1), {"any picture"});
    } else if (finite.all().item<bool>() && mu.size(0) > 1) {
        // Zero for one of them is the picture's fault, too.
        problem = norms.max().item<double>() < 1e-6 ? embeddingProblem(mu, norms, {})
                                                    : embeddingProblem(mu, at::ones_like(norms), {});
    }
    const at::Tensor features = output.features.to(at::kCPU);
    if (problem.empty() && forTraining && at::isfinite(features).all().item<bool>()) {
        problem = featureProblem(features);
    }
    if (!problem.empty()) {
        throw Error(ErrorCode::Data, problem, options.model.backbone.file);
    }
}

}  // namespace pf
