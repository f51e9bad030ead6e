// Which pairs lie behind a point or a stretch of a curve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf::ui {

/// The longest list of pairs that is shown: nobody looks at more, and sorting millions would hold the window.
inline constexpr std::size_t kMostPairs = 10000;

/// Indices of pairs in the order in which they should be looked at.
struct PairSelection {
    std::vector<std::uint32_t> pairs;  ///< at most the limit
    std::size_t total = 0;             ///< that there are
};

/// Impostor pairs accepted at the threshold (score >= threshold), the highest score first; equal scores by
/// index. Throws: std::invalid_argument (lengths differ). Cost: O(n).
PairSelection falseMatches(std::span<const double> scores, SameFlags same, double threshold,
                           std::size_t limit = kMostPairs);

/// Genuine pairs rejected at the threshold, the lowest score first. Throws and costs as falseMatches.
PairSelection falseNonMatches(std::span<const double> scores, SameFlags same, double threshold,
                              std::size_t limit = kMostPairs);

/// The `count` pairs whose scores are nearest to the threshold, the nearest first; `total` is their number.
PairSelection nearestPairs(std::span<const double> scores, double threshold, std::size_t count);

/// Pairs whose score lies in [low, high], the highest first.
PairSelection pairsInScoreRange(std::span<const double> scores, double low, double high,
                                std::size_t limit = kMostPairs);

/// Pairs of a higher risk than the threshold and, with an upper end, of at most that: the riskiest first.
PairSelection pairsAboveRisk(std::span<const double> risks, double threshold, double atMost,
                             std::size_t limit = kMostPairs);

}  // namespace pf::ui
