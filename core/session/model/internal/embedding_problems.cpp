#include "core/session/model/internal/embedding_problems.h"

#include <ATen/core/Tensor.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/nn/pch.h"

namespace pf {
namespace {

bool allRowsEqual(const at::Tensor& rows) {
    const at::Tensor first = rows.slice(0, 0, 1);
    const double scale = std::max(first.abs().max().item<double>(), 1e-12);
    return (rows - first).abs().max().item<double>() <= 1e-6 * scale;
}

}  // namespace

std::string embeddingProblem(const at::Tensor& mu, const at::Tensor& norms,
                             const std::vector<std::string>& names) {
    const at::Tensor finite = at::isfinite(mu).all(1).logical_and(at::isfinite(norms));
    if (!finite.all().item<bool>()) {
        std::string which;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!finite[static_cast<std::int64_t>(i)].item<bool>()) {
                which += (which.empty() ? "" : ", ") + names[i];
            }
        }
        return "The embedding is not finite for " + which +
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
