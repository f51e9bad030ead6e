#include "core/metrics/accuracy_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>

#include "core/metrics/input_checks.h"
#include "core/metrics/resampling.h"
#include "core/metrics/threshold_fit.h"

namespace pf {
namespace {

std::vector<std::uint32_t> orderBy(std::span<const double> values, bool descending) {
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return descending ? values[a] > values[b] : values[a] < values[b];
    });
    return order;
}

/// What every replicate reads.
struct Ranked {
    std::span<const double> scores;
    SameFlags same;
    std::span<const double> risk;
    std::vector<std::uint32_t> byScore;  ///< descending
    std::vector<std::uint32_t> byRisk;   ///< ascending; empty without risks
    std::size_t folds = 0;
};

class AccuracyReplicate {
  public:
    explicit AccuracyReplicate(const Ranked& ranked) : ranked_(ranked), fold_(ranked.scores.size()) {}

    /// The accuracy inside what stays after a discard; nothing when it cannot be cross-validated.
    std::optional<double> accuracy(const std::vector<std::uint32_t>& weights, double discard) {
        const double riskLimit = highestKeptRisk(weights, discard);
        if (!layFolds(weights, riskLimit)) {
            return std::nullopt;
        }
        double sum = 0;
        std::size_t measured = 0;
        for (std::uint32_t fold = 0; fold < ranked_.folds; ++fold) {
            const auto threshold = fit(weights, fold);
            if (!threshold) {
                return std::nullopt;
            }
            std::uint64_t correct = 0;
            std::uint64_t total = 0;
            for (std::size_t i = 0; i < fold_.size(); ++i) {
                if (fold_[i] == fold) {
                    const bool accepted = ranked_.scores[i] >= *threshold;
                    correct += accepted == (ranked_.same[i] != 0) ? weights[i] : 0;
                    total += weights[i];
                }
            }
            if (total > 0) {
                sum += static_cast<double>(correct) / static_cast<double>(total);
                ++measured;
            }
        }
        return sum / static_cast<double>(measured);
    }

  private:
    static constexpr std::uint32_t kDiscarded = std::numeric_limits<std::uint32_t>::max();

    double highestKeptRisk(const std::vector<std::uint32_t>& weights, double discard) const {
        if (ranked_.byRisk.empty() || discard <= 0) {
            return INFINITY;
        }
        const auto total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
        const auto wanted =
            static_cast<std::uint64_t>(std::ceil((1.0 - discard) * static_cast<double>(total)));
        std::uint64_t kept = 0;
        for (const std::uint32_t pair : ranked_.byRisk) {
            kept += weights[pair];
            if (kept >= wanted && weights[pair] > 0) {
                return ranked_.risk[pair];
            }
        }
        return INFINITY;
    }

    bool isKept(std::size_t pair, double riskLimit) const {
        return ranked_.byRisk.empty() || ranked_.risk[pair] <= riskLimit;
    }

    bool layFolds(const std::vector<std::uint32_t>& weights, double riskLimit) {
        std::uint64_t kept = 0;
        for (std::size_t i = 0; i < fold_.size(); ++i) {
            kept += isKept(i, riskLimit) ? weights[i] : 0;
        }
        if (kept < ranked_.folds) {
            return false;
        }
        std::uint64_t position = 0;
        for (std::size_t i = 0; i < fold_.size(); ++i) {
            fold_[i] = kDiscarded;
            if (weights[i] > 0 && isKept(i, riskLimit)) {
                fold_[i] = static_cast<std::uint32_t>(position * ranked_.folds / kept);
                position += weights[i];
            }
        }
        return true;
    }

    /// As KFoldVerifier, with each pair counting as often as it was drawn.
    std::optional<double> fit(const std::vector<std::uint32_t>& weights, std::uint32_t fold) const {
        const auto& order = ranked_.byScore;
        return detail::fittedThreshold(
            order.size(), [&](std::size_t i) { return ranked_.scores[order[i]]; },
            [&](std::size_t i) {
                const std::uint32_t pair = order[i];
                const auto weight = static_cast<std::int64_t>(weights[pair]);
                return fold_[pair] == fold || fold_[pair] == kDiscarded ? 0
                       : ranked_.same[pair] != 0                        ? weight
                                                                        : -weight;
            });
    }

    const Ranked& ranked_;
    std::vector<std::uint32_t> fold_;  ///< of each pair
};

}  // namespace

AccuracyIntervals accuracyIntervals(std::span<const double> scores, SameFlags same,
                                    std::span<const double> risk, const PairSubjects& subjects,
                                    std::span<const double> discards, const BootstrapOptions& options,
                                    std::size_t folds) {
    detail::requireBothKinds(scores, same, "a bootstrap");
    detail::requireReplicates(options);
    Ranked ranked{scores, same, risk, orderBy(scores, true), {}, folds};
    if (!risk.empty()) {
        detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
        detail::requireFinite(risk, "risk");
        ranked.byRisk = orderBy(risk, false);
    }
    for (const double discard : discards) {
        detail::requireFraction(discard, "discard fraction");
        detail::refuseIf(risk.empty() && discard > 0,
                         "discarding needs one risk per pair: give risks, or only discard 0");
    }
    const detail::PairResampling resampling(same, subjects);
    std::vector<std::vector<double>> readings(options.replicates);
    detail::forEachReplicate(resampling, options,
                             [&](std::size_t i, const std::vector<std::uint32_t>& weights) {
                                 AccuracyReplicate replicate(ranked);
                                 for (const double discard : discards) {
                                     const auto accuracy = replicate.accuracy(weights, discard);
                                     if (!accuracy) {
                                         readings[i].clear();
                                         return;
                                     }
                                     readings[i].push_back(*accuracy);
                                 }
                             });
    AccuracyIntervals result;
    result.overIdentities = resampling.overIdentities();
    result.accuracy = detail::percentileIntervals(
        readings, options.confidence,
        "no replicate of the bootstrap can be cross-validated: there are too few pairs");
    result.replicates = readings.size();
    return result;
}

}  // namespace pf
