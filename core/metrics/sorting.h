// Sorting many numbers fast: a protocol of 15 million pairs spends its time here.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
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

/// The lowest threshold that at most `allowed` of ascending, not empty values reach: the allowed-th highest
/// value, or, where more of them tie with it, the next number above. Cost: O(log n).
template <typename Real>
double thresholdOfHighest(std::span<const Real> ascending, std::size_t allowed) {
    if (allowed >= ascending.size()) {
        return static_cast<double>(ascending.front());
    }
    // The highest that must stay out; those that tie with it do too.
    const auto out = static_cast<double>(ascending[ascending.size() - allowed - 1]);
    if (allowed > 0 && static_cast<double>(ascending[ascending.size() - allowed]) > out) {
        return static_cast<double>(ascending[ascending.size() - allowed]);
    }
    // All that tie with it lie at or below: nothing above it is left out.
    return std::nextafter(out, std::numeric_limits<double>::infinity());
}

/// The chance that one of `high` is above one of `low`, ties counting half; both ascending, none empty.
/// Cost: O(n).
template <typename Real>
double chanceAbove(std::span<const Real> high, std::span<const Real> low) {
    // Twice the number of pairs in the right order, a tie counting one: exact.
    std::uint64_t order = 0;
    std::size_t below = 0;
    std::size_t notAbove = 0;
    for (const Real value : high) {
        while (below < low.size() && low[below] < value) {
            ++below;
        }
        notAbove = std::max(notAbove, below);
        while (notAbove < low.size() && low[notAbove] == value) {
            ++notAbove;
        }
        order += below + notAbove;
    }
    return static_cast<double>(order) / 2.0 /
           (static_cast<double>(high.size()) * static_cast<double>(low.size()));
}

}  // namespace pf::detail
