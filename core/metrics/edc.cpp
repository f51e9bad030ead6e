#include "core/metrics/edc.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "core/base/text.h"
#include "core/metrics/input_checks.h"
#include "core/metrics/sorting.h"

namespace pf {
namespace {

template <typename Real>
std::size_t countUpTo(const std::vector<Real>& ascending, Real value) {
    return static_cast<std::size_t>(std::upper_bound(ascending.begin(), ascending.end(), value) -
                                    ascending.begin());
}

double discarded(std::size_t kept, std::size_t total) {
    return static_cast<double>(total - kept) / static_cast<double>(total);
}

void requireAreaLimit(double limit) {
    if (!(limit > 0.0 && limit <= 1.0)) {
        throw std::invalid_argument("area up to a discard fraction of " + formatNumber(limit) +
                                    ": give a fraction above 0 and at most 1");
    }
}

/// FNMR after `discarded` false non-matches have left; 0 once none remains.
double oracleRate(std::size_t falseNonMatches, std::size_t genuine, std::size_t discarded) {
    return discarded >= falseNonMatches
               ? 0.0
               : static_cast<double>(falseNonMatches - discarded) / static_cast<double>(genuine - discarded);
}

}  // namespace

template <typename Real>
BasicEdcCurve<Real>::BasicEdcCurve(std::span<const Real> scores, SameFlags same, std::span<const Real> risk,
                                   const OperatingPoint& fixed)
    : fixed_(fixed), total_(scores.size()) {
    detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
    detail::requireBothKinds(scores, same, "an EDC");
    detail::requireFinite(risk, "risk");
    const auto outcomeOf = [&](std::size_t pair) {
        const std::size_t matched = static_cast<double>(scores[pair]) >= fixed_.threshold ? 1 : 0;
        return (same[pair] != 0 ? kFalseNonMatch : kTrueNonMatch) + matched;
    };
    Counts counts{};
    for (std::size_t i = 0; i < total_; ++i) {
        ++counts[outcomeOf(i)];
    }
    for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome) {
        risks_[outcome].resize(counts[outcome]);
    }
    Counts next{};
    for (std::size_t i = 0; i < total_; ++i) {
        const std::size_t outcome = outcomeOf(i);
        risks_[outcome][next[outcome]++] = risk[i];
    }
    for (auto& risks : risks_) {
        detail::sortAscending(risks);
    }
}

template <typename Real>
auto BasicEdcCurve<Real>::countsUpTo(Real risk) const -> Counts {
    Counts counts{};
    std::transform(risks_.begin(), risks_.end(), counts.begin(),
                   [risk](const auto& risks) { return countUpTo(risks, risk); });
    return counts;
}

template <typename Real>
double BasicEdcCurve<Real>::rateOrLast(Outcome error, Outcome other, const Counts& counts) const {
    std::size_t errors = counts[error];
    std::size_t trials = errors + counts[other];
    if (trials == 0) {
        // The last ones of this kind to leave were those of its lowest risk.
        Real lowest = std::numeric_limits<Real>::infinity();
        for (const Outcome outcome : {error, other}) {
            if (!risks_[outcome].empty()) {
                lowest = std::min(lowest, risks_[outcome].front());
            }
        }
        errors = countUpTo(risks_[error], lowest);
        trials = errors + countUpTo(risks_[other], lowest);
    }
    return static_cast<double>(errors) / static_cast<double>(trials);
}

template <typename Real>
EdcPoint BasicEdcCurve<Real>::pointOf(const Counts& counts, Real riskThreshold) const {
    EdcPoint point;
    point.riskThreshold = static_cast<double>(riskThreshold);
    point.falseNonMatches = counts[kFalseNonMatch];
    point.falseMatches = counts[kFalseMatch];
    point.genuineKept = counts[kFalseNonMatch] + counts[kTrueMatch];
    point.impostorKept = counts[kFalseMatch] + counts[kTrueNonMatch];
    point.kept = point.genuineKept + point.impostorKept;
    point.discardFraction = discarded(point.kept, total_);
    point.fnmr = rateOrLast(kFalseNonMatch, kTrueMatch, counts);
    point.fmr = rateOrLast(kFalseMatch, kTrueNonMatch, counts);
    return point;
}

template <typename Real>
EdcPoint BasicEdcCurve<Real>::at(double discardFraction) const {
    detail::requireFraction(discardFraction, "discard fraction");
    Real lowest = std::numeric_limits<Real>::infinity();
    Real highest = -lowest;
    for (const auto& risks : risks_) {
        if (!risks.empty()) {
            lowest = std::min(lowest, risks.front());
            highest = std::max(highest, risks.back());
        }
    }
    const auto keptUpTo = [&](Real risk) {
        const Counts kept = countsUpTo(risk);
        return std::accumulate(kept.begin(), kept.end(), std::size_t{0});
    };
    // Halving over the numbers themselves: the lowest risk that keeps enough. It is a risk there is, as what
    // is kept changes only there.
    detail::SortKey<Real> low = detail::sortKey(lowest);
    detail::SortKey<Real> high = detail::sortKey(highest);
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (discarded(keptUpTo(detail::numberOfKey<Real>(middle)), total_) <= discardFraction) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    // Nothing but pairs of the lowest risk can be left last, whatever is asked.
    const Real threshold = detail::numberOfKey<Real>(low);
    return pointOf(countsUpTo(threshold), threshold);
}

template <typename Real>
double BasicEdcCurve<Real>::partialArea(double limit) const {
    requireAreaLimit(limit);
    Counts counts = countsUpTo(std::numeric_limits<Real>::infinity());
    double area = 0;
    double from = 0;
    double value = rateOrLast(kFalseNonMatch, kTrueMatch, counts);
    while (from < limit && counts[kFalseNonMatch] + counts[kTrueMatch] > 0) {
        // The rate holds until the next pair of its own kind leaves.
        Real risk = -std::numeric_limits<Real>::infinity();
        for (const Outcome own : {kFalseNonMatch, kTrueMatch}) {
            risk = counts[own] > 0 ? std::max(risk, risks_[own][counts[own] - 1]) : risk;
        }
        std::size_t kept = 0;
        for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome) {
            while (counts[outcome] > 0 && risks_[outcome][counts[outcome] - 1] >= risk) {
                --counts[outcome];
            }
            kept += counts[outcome];
        }
        const double until = std::min(kept == 0 ? 1.0 : discarded(kept, total_), limit);
        area += value * (until - from);
        from = until;
        value = rateOrLast(kFalseNonMatch, kTrueMatch, counts);
    }
    return area + value * std::max(limit - from, 0.0);
}

template <typename Real>
std::optional<double> BasicEdcCurve<Real>::errorOrder() const {
    if (risks_[kFalseNonMatch].empty() || risks_[kTrueMatch].empty()) {
        return std::nullopt;
    }
    return detail::chanceAbove(std::span<const Real>(risks_[kFalseNonMatch]),
                               std::span<const Real>(risks_[kTrueMatch]));
}

template <typename Real>
bool BasicEdcCurve<Real>::isConstant() const {
    std::optional<Real> first;
    for (const auto& risks : risks_) {
        if (!risks.empty()) {
            first = first.value_or(risks.front());
            if (risks.front() != *first || risks.back() != *first) {
                return false;
            }
        }
    }
    return true;
}

template <typename Real>
double BasicEdcCurve<Real>::oracleFnmr(double discardFraction) const {
    detail::requireFraction(discardFraction, "discard fraction");
    const std::size_t errors = risks_[kFalseNonMatch].size();
    const std::size_t genuine = errors + risks_[kTrueMatch].size();
    if (errors == genuine) {
        return 1.0;
    }
    // 0.3 of 10 pairs is three pairs, whatever the product rounds to.
    const auto gone = static_cast<std::size_t>(discardFraction * static_cast<double>(total_) + 1e-9);
    return oracleRate(errors, genuine, gone);
}

template <typename Real>
double BasicEdcCurve<Real>::oracleArea(double limit) const {
    requireAreaLimit(limit);
    const std::size_t errors = risks_[kFalseNonMatch].size();
    const std::size_t genuine = errors + risks_[kTrueMatch].size();
    if (errors == genuine) {
        return limit;
    }
    double area = 0;
    for (std::size_t gone = 0; gone < errors; ++gone) {
        const double from = static_cast<double>(gone) / static_cast<double>(total_);
        if (from >= limit) {
            break;
        }
        const double until = std::min(static_cast<double>(gone + 1) / static_cast<double>(total_), limit);
        area += oracleRate(errors, genuine, gone) * (until - from);
    }
    return area;
}

template class BasicEdcCurve<float>;
template class BasicEdcCurve<double>;

}  // namespace pf
