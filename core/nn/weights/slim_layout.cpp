#include "core/nn/weights/slim_layout.h"

#include "core/base/text.h"
#include "core/nn/pch.h"

namespace pf::detail {
namespace {

std::string slimBatchNorm(const std::string& member) {
    if (member == "weight") {
        return "/BatchNorm/gamma";
    }
    if (member == "bias") {
        return "/BatchNorm/beta";
    }
    return member == "running_mean" ? "/BatchNorm/moving_mean" : "/BatchNorm/moving_variance";
}

/// [in, out] -> [out, in], the first inputs reordered from (H,W,C) to (C,H,W); what follows them keeps its
/// order.
at::Tensor linearFromSlim(const at::Tensor& weights, const MapSize& map) {
    const std::int64_t flattened = map.channels * map.height * map.width;
    const std::int64_t out = weights.size(1);
    const at::Tensor first = weights.slice(0, 0, flattened)
                                 .reshape({map.height, map.width, map.channels, out})
                                 .permute({3, 2, 0, 1})
                                 .reshape({out, flattened});
    return at::cat({first, weights.slice(0, flattened).t()}, 1);
}

}  // namespace

std::string slimName(const std::string& name) {
    const auto parts = splitText(name, '.');
    if (parts.size() == 3 && parts[0] == "backbone" && parts[1].starts_with("fc")) {
        return "Resface/Bottleneck" + (parts[1] == "fc" ? std::string("/weights") : slimBatchNorm(parts[2]));
    }
    if (parts.size() >= 4 && parts[0] == "backbone" && parts[1].starts_with("stage")) {
        const std::string stage = parts[1].substr(5);
        std::string layer = "Resface/Conv" + stage;
        const std::string& kind = parts[parts.size() - 2];
        if (parts.size() == 4) {
            layer += "/Conv" + stage + "_pre";
        } else {
            // slim numbers repeated blocks from 1 and the second convolution of a block "Conv_1".
            layer += "/Conv_" + stage + "/Conv_" + stage + "_" + parts[2].substr(5) +
                     (kind.ends_with('2') ? "/Conv_1" : "/Conv");
        }
        return layer + (kind.starts_with("conv") ? std::string("/weights") : slimBatchNorm(parts.back()));
    }
    // The reference calls the factor alpha and the summand gamma.
    if (name == "head.gamma") {
        return "UncertaintyModule/scale_and_shift/alpha";
    }
    if (name == "head.beta") {
        return "UncertaintyModule/scale_and_shift/gamma";
    }
    if (parts.size() == 3 && parts[0] == "head") {
        const std::string layer =
            parts[1].ends_with('1') ? "UncertaintyModule/fc1" : "UncertaintyModule/fc_log_sigma_sq";
        return layer + (parts[1].starts_with("fc") ? std::string("/weights") : slimBatchNorm(parts[2]));
    }
    return {};
}

std::vector<std::int64_t> slimShape(const std::string& name, const at::Tensor& tensor) {
    const auto shape = tensor.sizes();
    if (name == "head.gamma" || name == "head.beta") {
        return {};
    }
    if (shape.size() == 4) {
        return {shape[2], shape[3], shape[1], shape[0]};
    }
    if (shape.size() == 2) {
        return {shape[1], shape[0]};
    }
    return shape.vec();
}

at::Tensor fromSlim(const std::string& name, const at::Tensor& stored, const MapSize& map) {
    if (name == "backbone.fc.weight" || name == "head.fc1.weight") {
        return linearFromSlim(stored, map);
    }
    switch (stored.dim()) {
        case 4:
            return stored.permute({3, 2, 0, 1});
        case 2:
            return stored.t();
        case 0:
            return stored.reshape({1});
        default:
            return stored;
    }
}

}  // namespace pf::detail
