#include "core/metrics/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/metrics/input_checks.h"
#include "core/metrics/resampling.h"

namespace pf {
namespace {

constexpr std::array<double, 3> kAreaLimits = {0.2, 0.3, 1.0};

/// Numbers by their order alone, which is all that a replicate asks for.
struct Ranks {
    std::vector<std::uint32_t> rank;   ///< [P] from 1 for the lowest; equal numbers have one rank
    std::vector<std::uint32_t> order;  ///< the pairs by descending rank
};

Ranks ranksOf(std::span<const double> values) {
    Ranks ranks;
    ranks.rank.resize(values.size());
    ranks.order.resize(values.size());
    std::iota(ranks.order.begin(), ranks.order.end(), 0U);
    std::stable_sort(ranks.order.begin(), ranks.order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] > values[b]; });
    std::uint32_t rank = 1;
    for (std::size_t i = values.size(); i-- > 0;) {
        if (i + 1 < values.size() && values[ranks.order[i]] != values[ranks.order[i + 1]]) {
            ++rank;
        }
        ranks.rank[ranks.order[i]] = rank;
    }
    return ranks;
}

/// The pairs in the two orders that every replicate walks.
struct Ranked {
    std::vector<std::uint8_t> same;
    Ranks score;
    Ranks risk;  ///< empty without risks
};

class Replicate {
  public:
    Replicate(const Ranked& ranked, const BootstrapTargets& targets, const std::vector<std::uint32_t>& weight)
        : ranked_(ranked), targets_(targets), weight_(weight) {}

    /// The TMR at each target, the FNMR at each discard fraction where there are risks, and the areas under
    /// it; nothing unless pairs of both kinds were drawn.
    std::vector<double> measure() {
        std::uint64_t genuine = 0;
        std::uint64_t impostor = 0;
        for (std::size_t i = 0; i < weight_.size(); ++i) {
            (ranked_.same[i] != 0 ? genuine : impostor) += weight_[i];
        }
        if (genuine == 0 || impostor == 0) {
            return {};
        }
        std::vector<double> readings;
        for (const double target : targets_.rocTargets) {
            readings.push_back(1.0 - static_cast<double>(falseNonMatches(target, genuine, impostor)) /
                                         static_cast<double>(genuine));
        }
        if (!ranked_.risk.order.empty()) {
            falseNonMatches(targets_.fmrTarget, genuine, impostor);
            walkRisks(genuine, impostor, readings);
        }
        readings.insert(readings.end(), areas_.begin(), areas_.end());
        return readings;
    }

  private:
    /// Weight of the genuine pairs below the threshold of an FMR target, whose rank stays in threshold_.
    std::uint64_t falseNonMatches(double target, std::uint64_t genuine, std::uint64_t impostor) {
        const auto allowed =
            static_cast<std::uint64_t>(std::nearbyint(target * static_cast<double>(impostor)));
        std::uint64_t accepted = 0;
        std::uint64_t alarms = 0;
        const auto& [rank, order] = ranked_.score;
        std::size_t i = 0;
        while (i < order.size()) {
            // Pairs of one score enter together.
            const std::uint32_t here = rank[order[i]];
            std::uint64_t genuineHere = 0;
            std::uint64_t impostorHere = 0;
            for (; i < order.size() && rank[order[i]] == here; ++i) {
                (ranked_.same[order[i]] != 0 ? genuineHere : impostorHere) += weight_[order[i]];
            }
            if (alarms + impostorHere > allowed) {
                threshold_ = here + 1;  // just above these
                break;
            }
            accepted += genuineHere;
            alarms += impostorHere;
            threshold_ = here;
            if (alarms == allowed && impostorHere > 0) {
                break;  // at the last impostor that may be accepted
            }
        }
        return genuine - accepted;
    }

    void walkRisks(std::uint64_t genuine, std::uint64_t impostor, std::vector<double>& readings) {
        const std::uint64_t total = genuine + impostor;
        std::uint64_t errors = 0;
        for (std::size_t i = 0; i < weight_.size(); ++i) {
            if (ranked_.same[i] != 0 && ranked_.score.rank[i] < threshold_) {
                errors += weight_[i];
            }
        }
        std::uint64_t gone = 0;
        double from = 0;
        double rate = static_cast<double>(errors) / static_cast<double>(genuine);
        std::size_t next = 0;
        const auto advance = [&](double until) {
            for (std::size_t k = 0; k < areas_.size(); ++k) {
                areas_[k] += rate * std::max(std::min(until, kAreaLimits[k]) - from, 0.0);
            }
            const auto& fractions = targets_.discardFractions;
            while (next < fractions.size() && (fractions[next] < until || until >= 1.0)) {
                readings.push_back(rate);
                ++next;
            }
            from = until;
        };
        const auto& [rank, order] = ranked_.risk;
        std::size_t i = 0;
        while (i < order.size()) {
            const std::uint32_t here = rank[order[i]];
            for (; i < order.size() && rank[order[i]] == here; ++i) {
                const std::uint32_t pair = order[i];
                gone += weight_[pair];
                if (ranked_.same[pair] != 0) {
                    genuine -= weight_[pair];
                    errors -= ranked_.score.rank[pair] < threshold_ ? weight_[pair] : 0;
                }
            }
            advance(gone == total ? 1.0 : static_cast<double>(gone) / static_cast<double>(total));
            if (gone == total) {
                return;
            }
            if (genuine > 0) {
                rate = static_cast<double>(errors) / static_cast<double>(genuine);
            }
        }
    }

    const Ranked& ranked_;
    const BootstrapTargets& targets_;
    const std::vector<std::uint32_t>& weight_;  ///< of each pair
    std::uint32_t threshold_ = 0;               ///< a rank: accept from it on
    std::array<double, 3> areas_{};
};

void requireTargets(const BootstrapTargets& targets, const BootstrapOptions& options) {
    detail::requireReplicates(options);
    for (const double target : targets.rocTargets) {
        detail::requireFraction(target, "FMR target");
    }
    for (const double fraction : targets.discardFractions) {
        detail::requireFraction(fraction, "discard fraction");
    }
    detail::requireFraction(targets.fmrTarget, "FMR target");
    detail::refuseIf(!std::is_sorted(targets.discardFractions.begin(), targets.discardFractions.end()),
                     "discard fractions of a bootstrap must ascend");
}

}  // namespace

BootstrapIntervals bootstrapIntervals(std::span<const double> scores, SameFlags same,
                                      std::span<const double> risk, const PairSubjects& subjects,
                                      const BootstrapTargets& targets, const BootstrapOptions& options) {
    detail::requireBothKinds(scores, same, "a bootstrap");
    requireTargets(targets, options);
    Ranked ranked;
    ranked.same.assign(same.begin(), same.end());
    ranked.score = ranksOf(scores);
    if (!risk.empty()) {
        detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
        detail::requireFinite(risk, "risk");
        ranked.risk = ranksOf(risk);
    }
    const detail::PairResampling resampling(same, subjects);

    std::vector<std::vector<double>> readings(options.replicates);
    detail::forEachReplicate(resampling, options,
                             [&](std::size_t i, const std::vector<std::uint32_t>& weights) {
                                 readings[i] = Replicate(ranked, targets, weights).measure();
                             });
    const auto intervals = detail::percentileIntervals(
        readings, options.confidence,
        "no replicate of the bootstrap holds genuine and impostor pairs: there are too few of one kind");
    auto next = intervals.begin();
    const auto take = [&next](std::size_t count) {
        const auto from = std::exchange(next, next + static_cast<std::ptrdiff_t>(count));
        return std::vector<Interval>(from, next);
    };
    BootstrapIntervals result;
    result.overIdentities = resampling.overIdentities();
    result.replicates = readings.size();
    result.tmr = take(targets.rocTargets.size());
    if (!ranked.risk.order.empty()) {
        result.fnmr = take(targets.discardFractions.size());
        result.areas = take(kAreaLimits.size());
    }
    return result;
}

}  // namespace pf
