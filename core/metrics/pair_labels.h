// Which pairs show the same person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pf {

/// One flag per pair, not zero when both images show the same person (a genuine pair). Bytes, because
/// std::vector<bool> has no span.
using SameFlags = std::span<const std::uint8_t>;

/// The flags of a std::vector<bool> as bytes.
std::vector<std::uint8_t> sameFlags(const std::vector<bool>& same);

struct PairCounts {
    std::size_t genuine = 0;
    std::size_t impostor = 0;
};

PairCounts countPairs(SameFlags same);

}  // namespace pf
