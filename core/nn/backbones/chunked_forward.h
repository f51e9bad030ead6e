// Large batches through a frozen network in pieces.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/cat.h>

#include "core/nn/backbones/backbone.h"

namespace pf::detail {

/// Images per pass on a CPU: the largest feature map stays in the allocator's reach (32 MiB) and nearly in
/// the cache; batches of 64 ran at two thirds of the speed of 16.
inline constexpr std::int64_t kCpuChunk = 16;

/// `forward(images)` for at most `chunk` images at a time; 0: kCpuChunk on a CPU, all on another device.
template <typename Forward>
BackboneOutput forwardInChunks(const at::Tensor& images, Forward forward, std::int64_t chunk = 0) {
    const std::int64_t count = images.size(0);
    chunk = chunk > 0 ? chunk : images.device().is_cpu() ? kCpuChunk : count;
    if (count <= chunk) {
        return forward(images);
    }
    std::vector<at::Tensor> mu;
    std::vector<at::Tensor> features;
    for (std::int64_t start = 0; start < count; start += chunk) {
        BackboneOutput part = forward(images.narrow(0, start, std::min(chunk, count - start)));
        mu.push_back(std::move(part.mu));
        if (part.features.defined()) {
            features.push_back(std::move(part.features));
        }
    }
    return {at::cat(mu, 0), features.empty() ? at::Tensor() : at::cat(features, 0)};
}

}  // namespace pf::detail
