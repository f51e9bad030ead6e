// Seeded initial weights that do not depend on LibTorch's version.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include <ATen/core/Tensor.h>

#include "core/base/rng.h"

namespace pf::detail {

/// Fills a float CPU tensor uniformly in ±sqrt(6 / (fanIn + fanOut)), row by row, from the stream (seed,
/// name). Shapes: [out, in] or [out, in, kernel, kernel].
inline void fillXavierUniform(const at::Tensor& weight, std::uint64_t seed, std::string_view name) {
    const std::int64_t kernel = weight.dim() == 4 ? weight.size(2) * weight.size(3) : 1;
    const double bound = std::sqrt(6.0 / static_cast<double>((weight.size(0) + weight.size(1)) * kernel));
    Rng random = Rng::stream(seed, name);
    float* values = static_cast<float*>(weight.data_ptr());
    for (std::int64_t i = 0; i < weight.numel(); ++i) {
        values[i] = static_cast<float>(random.uniform(-bound, bound));
    }
}

}  // namespace pf::detail
