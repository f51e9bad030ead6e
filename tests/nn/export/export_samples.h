// Small networks whose statistics are not those of a fresh one, for tests of the writers.
#pragma once

#include <torch/torch.h>

#include "core/nn/backbones/resface.h"
#include "core/nn/uncertainty_head.h"

namespace pf::test {

/// Fills statistics and scales with values that show when one is mixed up with another.
inline void disturb(const NamedTensors& tensors) {
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : tensors) {
        if (name.ends_with("running_var")) {
            tensor.copy_(at::rand_like(tensor) + 0.5);
        } else if (name.ends_with("running_mean") || name.ends_with(".bias")) {
            tensor.copy_(at::randn_like(tensor) * 0.2);
        } else if (name.find("bn") != std::string::npos) {
            tensor.copy_(at::rand_like(tensor) * 0.4 + 0.8);
        }
    }
}

inline UncertaintyHead sampleHead(std::int64_t inputSize, std::int64_t sigmaSize) {
    HeadOptions options;
    options.inputSize = inputSize;
    options.hiddenSize = 7;
    options.sigmaSize = sigmaSize;
    options.gamma0 = 0.3;
    UncertaintyHead head(options, 5);
    disturb(head.namedTensors());
    head.eval();
    return head;
}

/// ResFace20 on an input with an even and an odd side, both of which stay odd and even on the way down.
inline ResFace sampleResFace(bool multiLayer, bool samePadding) {
    ResFaceOptions options;
    options.depth = 20;
    options.width = 0.0625;
    options.inputHeight = 36;
    options.inputWidth = 33;
    options.embeddingSize = 6;
    options.multiLayer = multiLayer;
    options.tfSamePadding = samePadding;
    ResFace network(options, 3);
    disturb(network.namedTensors());
    return network;
}

}  // namespace pf::test
