#include "core/session/model/internal/usable_network.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/backbones/steadiness.h"
#include "core/nn/pch.h"

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

bool allRowsEqual(const at::Tensor& rows) {
    const at::Tensor first = rows.slice(0, 0, 1);
    const double scale = std::max(first.abs().max().item<double>(), 1e-12);
    return (rows - first).abs().max().item<double>() <= 1e-6 * scale;
}

}  // namespace

std::string requireSteady(const Backbone& network, const BackboneOptions& options) {
    const std::string problem = network.unsteadiness();
    if (problem.empty()) {
        return "";
    }
    if (options.kind != kUnsteady) {
        const bool isProgram = network.kind() == BackboneKind::TorchScript;
        throw Error(
            ErrorCode::Data,
            problem + (isProgram ? std::string("; or use it as it is with model.backbone.kind=") + kUnsteady
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
        problem = embeddingProblem(mu.narrow(0, 0, 1), norms.narrow(0, 0, 1), {"any image"});
    } else if (finite.all().item<bool>() && mu.size(0) > 1) {
        // Zero for one of them is the picture's fault, too.
        problem = norms.max().item<double>() < 1e-6 ? embeddingProblem(mu, norms, {})
                                                    : embeddingProblem(mu, at::ones_like(norms), {});
    }
    const at::Tensor features = output.features.to(at::kCPU);
    if (problem.empty() && forTraining && at::isfinite(features).all().item<bool>()) {
        problem = featureProblem(features);
    }
    failDataIf(!problem.empty(), options.model.backbone.file, problem);
}

std::string embeddingProblem(const at::Tensor& mu, const at::Tensor& norms,
                             const std::vector<std::string>& names) {
    const at::Tensor finite = at::isfinite(mu).all(1).logical_and(at::isfinite(norms));
    if (!finite.all().item<bool>()) {
        std::vector<std::string> which;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!finite[static_cast<std::int64_t>(i)].item<bool>()) {
                which.push_back(names[i]);
            }
        }
        return "The embedding is not finite for " + joined(which) +
               ". The network overflows on these settings (look at model.input.mean and model.input.std) or "
               "its weights are damaged.";
    }
    if (norms.min().item<double>() < 1e-6) {
        return "The embedding is zero for at least one image, so it has no direction.";
    }
    if (mu.size(0) > 1 && allRowsEqual(mu)) {
        return "The embedding is the same for every image. The network does not see its input: look at "
               "model.input.std (too large?) and at how the network was exported.";
    }
    return "";
}

std::string featureProblem(const at::Tensor& features) {
    if (!at::isfinite(features).all().item<bool>()) {
        return "The features that feed the uncertainty head are not finite.";
    }
    if (features.size(0) > 1 && allRowsEqual(features)) {
        return "The features that feed the uncertainty head are the same for every image, so no head can "
               "learn from them; take another output (model.backbone.feature_output).";
    }
    return "";
}

}  // namespace pf
