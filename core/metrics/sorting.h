// Sorting many numbers fast: a protocol of 15 million pairs spends its time here.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace pf::detail {

template <typename Real>
using SortKey = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;

/// An integer that orders like the number: -inf < ... < -0 < +0 < ... < inf.
template <typename Real>
SortKey<Real> sortKey(Real value) {
    using Key = SortKey<Real>;
    constexpr Key kSign = Key{1} << (sizeof(Key) * 8 - 1);
    const auto bits = std::bit_cast<Key>(value);
    return (bits & kSign) != 0 ? static_cast<Key>(~bits) : static_cast<Key>(bits | kSign);
}

/// The number of a key.
template <typename Real>
Real numberOfKey(SortKey<Real> key) {
    using Key = SortKey<Real>;
    constexpr Key kSign = Key{1} << (sizeof(Key) * 8 - 1);
    return std::bit_cast<Real>((key & kSign) != 0 ? static_cast<Key>(key ^ kSign) : static_cast<Key>(~key));
}

/// Sorts finite numbers in ascending order; with -0 before +0. Real is float or double.
/// Cost: O(n), by radix and on all cores when there are many; as much memory again meanwhile.
/// Determinism: the same whatever the number of threads.
template <typename Real>
void sortAscending(std::vector<Real>& values);

}  // namespace pf::detail
