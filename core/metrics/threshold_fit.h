// The threshold that cross-validation fits on the other folds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace pf::detail {

/// The mean of all genuine scores that reach the highest accuracy as a threshold (equal scores count each),
/// of pairs by descending score; nothing without a genuine pair. `scoreOf(i)`; `voteOf(i)`: how often the
/// pair counts, negative for an impostor pair, 0 for one that is not to be fitted on. Cost: O(pairs).
template <typename ScoreOf, typename VoteOf>
std::optional<double> fittedThreshold(std::size_t pairs, const ScoreOf& scoreOf, const VoteOf& voteOf) {
    // Correct decisions at a threshold = genuine at or above it - impostors at or above it + all impostors;
    // the last term is the same for every candidate.
    std::int64_t balance = 0;
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    double tiedSum = 0;
    double tied = 0;
    double highest = 0;
    double lowest = 0;
    for (std::size_t i = 0; i < pairs;) {
        const double score = scoreOf(i);
        std::int64_t candidates = 0;
        for (; i < pairs && scoreOf(i) == score; ++i) {
            const std::int64_t vote = voteOf(i);
            balance += vote;
            candidates += std::max<std::int64_t>(vote, 0);
        }
        if (candidates == 0 || balance < best) {
            continue;
        }
        if (balance > best) {
            best = balance;
            tiedSum = 0;
            tied = 0;
            highest = score;
        }
        tiedSum += score * static_cast<double>(candidates);
        tied += static_cast<double>(candidates);
        lowest = score;
    }
    // Rounding must not push the mean of equal candidates past the score itself, which would reject it.
    return tied > 0 ? std::optional(std::clamp(tiedSum / tied, lowest, highest)) : std::nullopt;
}

}  // namespace pf::detail
