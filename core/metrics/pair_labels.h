// Which pairs show the same person.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pf {

/// One flag per pair, not zero when both images show the same person (a genuine pair). Bytes, because
/// std::vector<bool> has no span.
using SameFlags = std::span<const std::uint8_t>;

/// The flags of a std::vector<bool> as bytes.
inline std::vector<std::uint8_t> sameFlags(const std::vector<bool>& same) {
    return std::vector<std::uint8_t>(same.begin(), same.end());
}

struct PairCounts {
    std::size_t genuine = 0;
    std::size_t impostor = 0;
};

inline PairCounts countPairs(SameFlags same) {
    const auto impostor = static_cast<std::size_t>(std::count(same.begin(), same.end(), std::uint8_t{0}));
    return {same.size() - impostor, impostor};
}

}  // namespace pf
