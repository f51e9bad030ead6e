#include "core/metrics/roc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/metrics/input_checks.h"

namespace pf {
namespace {

void requireCurve(const RocCurve& curve) {
    if (curve.points.size() < 2) {
        throw std::invalid_argument("a ROC curve of fewer than 2 points: make it with rocCurve");
    }
}

}  // namespace

RocCurve rocCurve(std::span<const double> scores, SameFlags same) {
    const PairCounts counts = detail::requireBothKinds(scores, same, "a ROC curve");
    std::vector<std::pair<double, bool>> ranked;
    ranked.reserve(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        ranked.emplace_back(scores[i], same[i] != 0);
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });

    RocCurve curve;
    curve.genuine = counts.genuine;
    curve.impostor = counts.impostor;
    curve.points.push_back(
        {std::nextafter(ranked.front().first, std::numeric_limits<double>::infinity()), 0.0, 0.0});
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        ++(ranked[i].second ? genuine : impostor);
        if (i + 1 == ranked.size() || ranked[i + 1].first != ranked[i].first) {
            curve.points.push_back({ranked[i].first,
                                    static_cast<double>(impostor) / static_cast<double>(counts.impostor),
                                    static_cast<double>(genuine) / static_cast<double>(counts.genuine)});
        }
    }
    return curve;
}

EqualErrorRate equalErrorRate(const RocCurve& curve) {
    requireCurve(curve);
    const auto excess = [](const RocPoint& point) { return point.far - (1.0 - point.tar); };
    std::size_t after = 1;
    while (after + 1 < curve.points.size() && excess(curve.points[after]) < 0.0) {
        ++after;
    }
    const RocPoint& low = curve.points[after - 1];
    const RocPoint& high = curve.points[after];
    const double part = excess(low) / (excess(low) - excess(high));
    return {low.far + part * (high.far - low.far), low.threshold + part * (high.threshold - low.threshold)};
}

double areaUnderCurve(const RocCurve& curve) {
    requireCurve(curve);
    double area = 0;
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
        const RocPoint& low = curve.points[i - 1];
        const RocPoint& high = curve.points[i];
        area += (high.far - low.far) * 0.5 * (high.tar + low.tar);
    }
    return area;
}

std::optional<double> dPrime(std::span<const double> scores, SameFlags same) {
    const PairCounts counts = detail::requireBothKinds(scores, same, "d'");
    const std::array<double, 2> size = {static_cast<double>(counts.impostor),
                                        static_cast<double>(counts.genuine)};
    std::array<double, 2> mean = {0, 0};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t kind = same[i] != 0 ? 1 : 0;
        mean[kind] += scores[i] / size[kind];
    }
    std::array<double, 2> variance = {0, 0};
    std::array<bool, 2> spread = {false, false};
    std::array<std::optional<double>, 2> first;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t kind = same[i] != 0 ? 1 : 0;
        variance[kind] += (scores[i] - mean[kind]) * (scores[i] - mean[kind]) / size[kind];
        spread[kind] = spread[kind] || scores[i] != first[kind].value_or(scores[i]);
        first[kind] = first[kind].value_or(scores[i]);
    }
    // Asked of the scores themselves: the variance of equal scores is rounding noise, not always zero.
    if (!spread[0] && !spread[1]) {
        return std::nullopt;
    }
    return (mean[1] - mean[0]) / std::sqrt(0.5 * (variance[0] + variance[1]));
}

}  // namespace pf
