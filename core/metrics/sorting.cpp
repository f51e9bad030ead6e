#include "core/metrics/sorting.h"

#include <array>
#include <utility>

#include "core/base/parallel.h"

namespace pf::detail {
namespace {

constexpr std::size_t kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
/// Fewer values than this are sorted sooner by comparing them.
constexpr std::size_t kRadixFrom = 1 << 15;
/// A thread is worth its start from this many values on.
constexpr std::size_t kValuesPerThread = 1 << 17;

using DigitCounts = std::array<std::size_t, kDigits>;

template <typename Key>
std::size_t digitOf(Key key, std::size_t pass) {
    return static_cast<std::size_t>(key >> (pass * kDigitBits)) & (kDigits - 1);
}

/// Stable, by one digit, from `from` to `to`; false (and nothing moved) when all have the same digit.
template <typename Key>
bool sortByDigit(std::span<const Key> from, std::span<Key> to, std::size_t pass, const Chunks& chunks,
                 std::vector<DigitCounts>& places) {
    forEachChunk(chunks, [&](std::size_t chunk, std::size_t begin, std::size_t end) {
        DigitCounts& counts = places[chunk];
        counts.fill(0);
        for (std::size_t i = begin; i < end; ++i) {
            ++counts[digitOf(from[i], pass)];
        }
    });
    // From counts to the place of the next value of each digit in each chunk.
    std::size_t place = 0;
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
        const std::size_t before = place;
        for (DigitCounts& counts : places) {
            place += std::exchange(counts[digit], place);
        }
        if (place - before == from.size()) {
            return false;
        }
    }
    forEachChunk(chunks, [&](std::size_t chunk, std::size_t begin, std::size_t end) {
        DigitCounts& next = places[chunk];
        for (std::size_t i = begin; i < end; ++i) {
            to[next[digitOf(from[i], pass)]++] = from[i];
        }
    });
    return true;
}

}  // namespace

template <typename Real>
void sortAscending(std::vector<Real>& values) {
    using Key = SortKey<Real>;
    if (values.size() < kRadixFrom) {
        std::sort(values.begin(), values.end(),
                  [](Real a, Real b) { return sortKey<Real>(a) < sortKey<Real>(b); });
        return;
    }
    const Chunks chunks(values.size(), kValuesPerThread);
    std::vector<DigitCounts> places(chunks.count());
    std::vector<Key> from(values.size());
    std::vector<Key> to(values.size());
    forEachChunk(chunks, [&](std::size_t, std::size_t begin, std::size_t end) {
        std::transform(values.begin() + static_cast<std::ptrdiff_t>(begin),
                       values.begin() + static_cast<std::ptrdiff_t>(end),
                       from.begin() + static_cast<std::ptrdiff_t>(begin), sortKey<Real>);
    });
    constexpr std::size_t kPasses = (sizeof(Key) * 8 + kDigitBits - 1) / kDigitBits;
    for (std::size_t pass = 0; pass < kPasses; ++pass) {
        if (sortByDigit<Key>(from, to, pass, chunks, places)) {
            from.swap(to);
        }
    }
    forEachChunk(chunks, [&](std::size_t, std::size_t begin, std::size_t end) {
        std::transform(from.begin() + static_cast<std::ptrdiff_t>(begin),
                       from.begin() + static_cast<std::ptrdiff_t>(end),
                       values.begin() + static_cast<std::ptrdiff_t>(begin), numberOfKey<Real>);
    });
}

template void sortAscending(std::vector<float>& values);
template void sortAscending(std::vector<double>& values);

}  // namespace pf::detail
