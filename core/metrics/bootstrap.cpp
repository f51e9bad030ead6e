#include "core/metrics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/metrics/input_checks.h"
#include "core/metrics/parallel.h"
#include "core/metrics/resampling.h"

namespace pf {
namespace {

constexpr double kAreaLimits[] = {0.2, 0.3, 1.0};

/// The pairs in the two orders that every replicate walks.
struct Ranked {
    std::vector<float> scores;
    std::vector<std::uint8_t> same;
    std::vector<float> risk;
    std::vector<std::uint32_t> byScore;  ///< descending
    std::vector<std::uint32_t> byRisk;   ///< descending; empty without risks
};

std::vector<std::uint32_t> descending(const std::vector<float>& values) {
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] > values[b]; });
    return order;
}

/// One replicate's readings.
struct Readings {
    bool usable = false;
    std::vector<double> tar;
    std::vector<double> fnmr;
    double areas[3] = {0, 0, 0};
};

class Replicate {
  public:
    Replicate(const Ranked& ranked, const detail::PairResampling& resampling, const BootstrapTargets& targets)
        : ranked_(ranked), resampling_(resampling), targets_(targets) {}

    Readings measure(std::uint64_t seed) {
        resampling_.draw(seed, drawn_, weight_);
        std::uint64_t genuine = 0;
        std::uint64_t impostor = 0;
        for (std::size_t i = 0; i < weight_.size(); ++i) {
            (ranked_.same[i] != 0 ? genuine : impostor) += weight_[i];
        }
        Readings readings;
        readings.usable = genuine > 0 && impostor > 0;
        if (!readings.usable) {
            return readings;
        }
        for (const double target : targets_.farTargets) {
            readings.tar.push_back(1.0 - static_cast<double>(falseNonMatches(target, genuine, impostor)) /
                                             static_cast<double>(genuine));
        }
        if (!ranked_.byRisk.empty()) {
            falseNonMatches(targets_.fmrTarget, genuine, impostor);
            walkRisks(genuine, impostor, readings);
        }
        return readings;
    }

  private:
    /// Weight of the genuine pairs below the threshold of a FAR target, which stays in threshold_.
    std::uint64_t falseNonMatches(double target, std::uint64_t genuine, std::uint64_t impostor) {
        const auto rank = static_cast<std::uint64_t>(std::nearbyint(target * static_cast<double>(impostor)));
        std::uint64_t accepted = 0;
        std::uint64_t alarms = 0;
        const auto& order = ranked_.byScore;
        bool open = true;
        std::size_t i = 0;
        while (i < order.size()) {
            // Pairs of one score enter together.
            const float score = ranked_.scores[order[i]];
            std::uint64_t genuineHere = 0;
            std::uint64_t impostorHere = 0;
            for (; i < order.size() && ranked_.scores[order[i]] == score; ++i) {
                (ranked_.same[order[i]] != 0 ? genuineHere : impostorHere) += weight_[order[i]];
            }
            if (rank == 0 && impostorHere > 0) {
                // Just above the highest impostor.
                threshold_ = std::nextafter(static_cast<double>(score), INFINITY);
                open = false;
            } else {
                accepted += genuineHere;
                alarms += impostorHere;
                if (rank > 0 && alarms >= rank) {
                    threshold_ = static_cast<double>(score);
                    open = false;
                }
            }
            if (!open) {
                break;
            }
        }
        return genuine - accepted;
    }

    void walkRisks(std::uint64_t genuine, std::uint64_t impostor, Readings& readings) {
        const std::uint64_t total = genuine + impostor;
        std::uint64_t errors = 0;
        for (std::size_t i = 0; i < weight_.size(); ++i) {
            if (ranked_.same[i] != 0 && static_cast<double>(ranked_.scores[i]) < threshold_) {
                errors += weight_[i];
            }
        }
        std::uint64_t gone = 0;
        double from = 0;
        double rate = static_cast<double>(errors) / static_cast<double>(genuine);
        std::size_t next = 0;
        const auto advance = [&](double until) {
            for (std::size_t k = 0; k < 3; ++k) {
                readings.areas[k] += rate * std::max(std::min(until, kAreaLimits[k]) - from, 0.0);
            }
            const auto& fractions = targets_.discardFractions;
            while (next < fractions.size() && (fractions[next] < until || until >= 1.0)) {
                readings.fnmr.push_back(rate);
                ++next;
            }
            from = until;
        };
        const auto& order = ranked_.byRisk;
        std::size_t i = 0;
        while (i < order.size()) {
            const float risk = ranked_.risk[order[i]];
            for (; i < order.size() && ranked_.risk[order[i]] == risk; ++i) {
                const std::uint32_t pair = order[i];
                gone += weight_[pair];
                if (ranked_.same[pair] != 0) {
                    genuine -= weight_[pair];
                    errors -= static_cast<double>(ranked_.scores[pair]) < threshold_ ? weight_[pair] : 0;
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
    const detail::PairResampling& resampling_;
    const BootstrapTargets& targets_;
    std::vector<std::uint32_t> drawn_;
    std::vector<std::uint32_t> weight_;
    double threshold_ = 0;
};

template <typename Reading>
Interval interval(const std::vector<Readings>& all, double confidence, const Reading& reading) {
    std::vector<double> values;
    for (const Readings& each : all) {
        if (each.usable) {
            values.push_back(reading(each));
        }
    }
    return detail::percentileInterval(std::move(values), confidence);
}

void requireTargets(const BootstrapTargets& targets, const BootstrapOptions& options) {
    detail::requireReplicates(options);
    for (const double target : targets.farTargets) {
        detail::requireFraction(target, "FAR target");
    }
    for (const double fraction : targets.discardFractions) {
        detail::requireFraction(fraction, "discard fraction");
    }
    detail::requireFraction(targets.fmrTarget, "FMR target");
    if (!std::is_sorted(targets.discardFractions.begin(), targets.discardFractions.end())) {
        throw std::invalid_argument("discard fractions of a bootstrap must ascend");
    }
}

}  // namespace

BootstrapIntervals bootstrapIntervals(std::span<const float> scores, SameFlags same,
                                      std::span<const float> risk, const PairSubjects& subjects,
                                      const BootstrapTargets& targets, const BootstrapOptions& options) {
    detail::requireBothKinds(scores, same, "a bootstrap");
    requireTargets(targets, options);
    Ranked ranked;
    ranked.scores.assign(scores.begin(), scores.end());
    ranked.same.assign(same.begin(), same.end());
    ranked.byScore = descending(ranked.scores);
    if (!risk.empty()) {
        detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
        detail::requireFinite(risk, "risk");
        ranked.risk.assign(risk.begin(), risk.end());
        ranked.byRisk = descending(ranked.risk);
    }
    const detail::PairResampling resampling(same, subjects);

    std::vector<Readings> all(options.replicates);
    const auto seeds = detail::PairResampling::seeds(options.seed, options.replicates);
    detail::parallelChunks(detail::Chunks(options.replicates, 1),
                           [&](std::size_t, std::size_t begin, std::size_t end) {
                               Replicate replicate(ranked, resampling, targets);
                               for (std::size_t i = begin; i < end && !options.stop.stop_requested(); ++i) {
                                   all[i] = replicate.measure(seeds[i]);
                               }
                           });
    BootstrapIntervals result;
    result.overIdentities = resampling.overIdentities();
    result.replicates = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const Readings& each) { return each.usable; }));
    if (result.replicates == 0) {
        throw std::invalid_argument(
            "no replicate of the bootstrap holds genuine and impostor pairs: there are "
            "too few of one kind");
    }
    for (std::size_t k = 0; k < targets.farTargets.size(); ++k) {
        result.tar.push_back(interval(all, options.confidence, [k](const Readings& r) { return r.tar[k]; }));
    }
    if (!ranked.byRisk.empty()) {
        for (std::size_t k = 0; k < targets.discardFractions.size(); ++k) {
            result.fnmr.push_back(
                interval(all, options.confidence, [k](const Readings& r) { return r.fnmr[k]; }));
        }
        const auto area = [&](std::size_t k) {
            return interval(all, options.confidence, [k](const Readings& r) { return r.areas[k]; });
        };
        result.area20 = area(0);
        result.area30 = area(1);
        result.area = area(2);
    }
    return result;
}

}  // namespace pf
