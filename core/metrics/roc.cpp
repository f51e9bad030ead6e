#include "core/metrics/roc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/metrics/input_checks.h"
#include "core/metrics/sorting.h"

namespace pf {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// How many of the ascending scores are accepted, i.e. >= threshold.
template <typename Real>
std::size_t accepted(const std::vector<Real>& ascending, double threshold) {
    const auto first = std::lower_bound(ascending.begin(), ascending.end(), threshold,
                                        [](Real score, double limit) { return score < limit; });
    return static_cast<std::size_t>(ascending.end() - first);
}

/// The smallest score above `value`, or infinity.
template <typename Real>
double nextScore(const std::vector<Real>& ascending, double value) {
    const auto next = std::upper_bound(ascending.begin(), ascending.end(), value,
                                       [](double limit, Real score) { return limit < score; });
    return next == ascending.end() ? kInfinity : static_cast<double>(*next);
}

double fraction(std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

template <typename Real>
BasicRocCurve<Real>::BasicRocCurve(std::span<const Real> scores, SameFlags same) {
    const PairCounts counts = detail::requireBothKinds(scores, same, "a ROC curve");
    // Written to both lists and kept in one: no branch to guess. One place more for the last such write.
    genuine_.resize(counts.genuine + 1);
    impostor_.resize(counts.impostor + 1);
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t isGenuine = same[i] != 0 ? 1 : 0;
        genuine_[genuine] = scores[i];
        impostor_[impostor] = scores[i];
        genuine += isGenuine;
        impostor += 1 - isGenuine;
    }
    genuine_.pop_back();
    impostor_.pop_back();
    detail::sortAscending(genuine_);
    detail::sortAscending(impostor_);
}

template <typename Real>
double BasicRocCurve<Real>::justAboveAll() const {
    return std::nextafter(static_cast<double>(std::max(genuine_.back(), impostor_.back())), kInfinity);
}

template <typename Real>
RocPoint BasicRocCurve<Real>::at(double threshold) const {
    return {threshold, fraction(accepted(impostor_, threshold), impostor_.size()),
            fraction(accepted(genuine_, threshold), genuine_.size())};
}

template <typename Real>
OperatingPoint BasicRocCurve<Real>::atFmr(double target) const {
    detail::requireFraction(target, "FMR target");
    const double alarms = target * static_cast<double>(impostor_.size());
    const double threshold = detail::thresholdOfHighest(std::span<const Real>(impostor_),
                                                        static_cast<std::size_t>(std::nearbyint(alarms)));
    const RocPoint point = at(threshold);
    // 1e-3 of 1,000 pairs is one pair, whatever the product rounds to.
    return {target, threshold, point.fmr, point.tmr, target == 0.0 || alarms >= 1.0 - 1e-9};
}

template <typename Real>
std::vector<RocPoint> BasicRocCurve<Real>::sampled(std::size_t each) const {
    detail::requireNotEmpty(each, "points asked for");
    std::vector<Real> thresholds = {genuine_.front(), impostor_.front(), impostor_.back()};
    const auto last = static_cast<double>(each);
    for (std::size_t i = 0; i < each; ++i) {
        const double part = static_cast<double>(i) / last;
        const auto rank = static_cast<std::size_t>(std::pow(static_cast<double>(impostor_.size()), part));
        thresholds.push_back(impostor_[impostor_.size() - std::min(rank, impostor_.size())]);
        thresholds.push_back(genuine_[static_cast<std::size_t>(part * static_cast<double>(genuine_.size()))]);
    }
    detail::sortAscending(thresholds);
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    std::vector<RocPoint> points = {{justAboveAll(), 0.0, 0.0}};
    for (auto threshold = thresholds.rbegin(); threshold != thresholds.rend(); ++threshold) {
        points.push_back(at(static_cast<double>(*threshold)));
    }
    return points;
}

template <typename Real>
EqualErrorRate BasicRocCurve<Real>::equalErrorRate() const {
    const auto excess = [](const RocPoint& point) { return point.fmr - (1.0 - point.tmr); };
    // Halving over the numbers themselves: the highest threshold where false matches are not the fewer. It is
    // a score, as the rates change only there.
    detail::SortKey<Real> low = detail::sortKey(std::min(genuine_.front(), impostor_.front()));
    detail::SortKey<Real> high = detail::sortKey(std::max(genuine_.back(), impostor_.back()));
    while (low < high) {
        const auto middle = low + (high - low) / 2 + (high - low) % 2;
        if (excess(at(static_cast<double>(detail::numberOfKey<Real>(middle)))) >= 0.0) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    const RocPoint below = at(static_cast<double>(detail::numberOfKey<Real>(low)));
    const double next = std::min(nextScore(genuine_, below.threshold), nextScore(impostor_, below.threshold));
    const RocPoint above = at(std::isinf(next) ? justAboveAll() : next);
    const double part = excess(above) / (excess(above) - excess(below));
    return {above.fmr + part * (below.fmr - above.fmr),
            above.threshold + part * (below.threshold - above.threshold)};
}

template <typename Real>
double BasicRocCurve<Real>::areaUnderCurve() const {
    return detail::chanceAbove(std::span<const Real>(genuine_), std::span<const Real>(impostor_));
}

template class BasicRocCurve<float>;
template class BasicRocCurve<double>;

template <typename Real>
std::optional<double> dPrime(std::span<const Real> scores, SameFlags same) {
    const PairCounts counts = detail::requireBothKinds(scores, same, "d'");
    const std::array<double, 2> size = {static_cast<double>(counts.impostor),
                                        static_cast<double>(counts.genuine)};
    std::array<double, 2> mean = {0, 0};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t kind = same[i] != 0 ? 1 : 0;
        mean[kind] += static_cast<double>(scores[i]) / size[kind];
    }
    std::array<double, 2> variance = {0, 0};
    std::array<bool, 2> spread = {false, false};
    std::array<std::optional<Real>, 2> first;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t kind = same[i] != 0 ? 1 : 0;
        const double off = static_cast<double>(scores[i]) - mean[kind];
        variance[kind] += off * off / size[kind];
        spread[kind] = spread[kind] || scores[i] != first[kind].value_or(scores[i]);
        first[kind] = first[kind].value_or(scores[i]);
    }
    // Asked of the scores themselves: the variance of equal scores is rounding noise, not always zero.
    if (!spread[0] && !spread[1]) {
        return std::nullopt;
    }
    return (mean[1] - mean[0]) / std::sqrt(0.5 * (variance[0] + variance[1]));
}

template std::optional<double> dPrime(std::span<const float>, SameFlags);
template std::optional<double> dPrime(std::span<const double>, SameFlags);

}  // namespace pf
