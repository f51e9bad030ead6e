// Random integers that are the same on every platform.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

namespace pf::detail {

/// Uniform in [0, n) from raw 64-bit draws: the standard's distributions differ between libraries.
inline std::size_t below(std::mt19937_64& engine, std::size_t n) {
    const std::uint64_t limit = std::mt19937_64::max() - std::mt19937_64::max() % n;
    std::uint64_t draw = engine();
    while (draw >= limit) {
        draw = engine();
    }
    return static_cast<std::size_t>(draw % n);
}

}  // namespace pf::detail
