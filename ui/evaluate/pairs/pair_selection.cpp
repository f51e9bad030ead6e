#include "ui/evaluate/pairs/pair_selection.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pf::ui {

namespace {

/// The pairs that `wanted` picks, ordered by `key` from the smallest; only the first `limit` are sorted.
template <typename Wanted, typename Key>
PairSelection select(std::size_t pairs, std::size_t limit, const Wanted& wanted, const Key& key) {
    PairSelection found;
    for (std::size_t i = 0; i < pairs; ++i) {
        if (wanted(i)) {
            found.pairs.push_back(static_cast<std::uint32_t>(i));
        }
    }
    found.total = found.pairs.size();
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        const auto keyA = key(a);
        const auto keyB = key(b);
        return keyA != keyB ? keyA < keyB : a < b;
    };
    const std::size_t shown = std::min(limit, found.pairs.size());
    std::partial_sort(found.pairs.begin(), found.pairs.begin() + static_cast<std::ptrdiff_t>(shown),
                      found.pairs.end(), before);
    found.pairs.resize(shown);
    found.pairs.shrink_to_fit();
    return found;
}

void requireOneFlagPerScore(std::span<const double> scores, SameFlags same) {
    if (scores.size() != same.size()) {
        throw std::invalid_argument("there must be one flag per score");
    }
}

}  // namespace

PairSelection falseMatches(std::span<const double> scores, SameFlags same, double threshold,
                           std::size_t limit) {
    requireOneFlagPerScore(scores, same);
    return select(
        scores.size(), limit, [&](std::size_t i) { return same[i] == 0 && scores[i] >= threshold; },
        [&](std::uint32_t i) { return -scores[i]; });
}

PairSelection falseNonMatches(std::span<const double> scores, SameFlags same, double threshold,
                              std::size_t limit) {
    requireOneFlagPerScore(scores, same);
    return select(
        scores.size(), limit, [&](std::size_t i) { return same[i] != 0 && scores[i] < threshold; },
        [&](std::uint32_t i) { return scores[i]; });
}

PairSelection nearestPairs(std::span<const double> scores, double threshold, std::size_t count) {
    PairSelection nearest = select(
        scores.size(), count, [](std::size_t) { return true; },
        [&](std::uint32_t i) { return std::abs(scores[i] - threshold); });
    nearest.total = nearest.pairs.size();
    return nearest;
}

PairSelection pairsInScoreRange(std::span<const double> scores, double low, double high, std::size_t limit) {
    return select(
        scores.size(), limit, [&](std::size_t i) { return scores[i] >= low && scores[i] <= high; },
        [&](std::uint32_t i) { return -scores[i]; });
}

PairSelection pairsAboveRisk(std::span<const double> risks, double threshold, double atMost,
                             std::size_t limit) {
    return select(
        risks.size(), limit, [&](std::size_t i) { return risks[i] > threshold && risks[i] <= atMost; },
        [&](std::uint32_t i) { return -risks[i]; });
}

}  // namespace pf::ui
