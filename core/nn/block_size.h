// How much of a pairwise computation is held at once.
#pragma once

#include <algorithm>
#include <cstdint>

namespace pf::detail {

/// Keeps a pair of zero-variance Gaussians finite, as the reference does.
inline constexpr double kVarianceEpsilon = 1e-10;
inline constexpr std::int64_t kBlockBytes = std::int64_t{32} << 20;

/// How many rows of `bytesPerRow` fit a block; at least one.
inline std::int64_t rowsPerBlock(std::int64_t bytesPerRow) {
    return std::max<std::int64_t>(1, kBlockBytes / std::max<std::int64_t>(1, bytesPerRow));
}

}  // namespace pf::detail
