#include "core/metrics/edc.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>

#include "core/metrics/input_checks.h"

namespace pf {
namespace {

double rateOr(std::size_t errors, std::size_t trials, double previous) {
    return trials == 0 ? previous : static_cast<double>(errors) / static_cast<double>(trials);
}

}  // namespace

const EdcPoint& EdcCurve::at(double discardFraction) const {
    detail::requireFraction(discardFraction, "discard fraction");
    detail::requireNotEmpty(points.size(), "points in the curve");
    const auto after =
        std::upper_bound(points.begin(), points.end(), discardFraction,
                         [](double value, const EdcPoint& point) { return value < point.discardFraction; });
    return *(after - 1);
}

double EdcCurve::partialArea(double limit, EdcRate rate) const {
    if (!(limit > 0.0 && limit <= 1.0)) {
        throw std::invalid_argument("area up to a discard fraction of " + std::to_string(limit) +
                                    ": give a fraction above 0 and at most 1");
    }
    double area = 0;
    for (std::size_t i = 0; i < points.size() && points[i].discardFraction < limit; ++i) {
        const double next = i + 1 < points.size() ? points[i + 1].discardFraction : 1.0;
        const double value = rate == EdcRate::Fnmr ? points[i].fnmr : points[i].fmr;
        area += value * (std::min(next, limit) - points[i].discardFraction);
    }
    return area;
}

EdcCurve edcAtFmr(std::span<const double> scores, SameFlags same, std::span<const double> risk,
                  double fmrTarget) {
    detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
    detail::requireFinite(risk, "risk");
    EdcCurve curve;
    curve.fixed = calibratedThreshold(scores, same, fmrTarget);
    curve.total = scores.size();

    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return risk[a] < risk[b]; });

    // From the safest pairs up, so that each count is a running sum; the curve is turned round at the end.
    EdcPoint point;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t pair = order[i];
        const bool accepted = scores[pair] >= curve.fixed.threshold;
        if (same[pair] != 0) {
            ++point.genuineKept;
            point.falseNonMatches += accepted ? 0 : 1;
        } else {
            ++point.impostorKept;
            point.falseMatches += accepted ? 1 : 0;
        }
        if (i + 1 == order.size() || risk[order[i + 1]] != risk[pair]) {
            point.kept = i + 1;
            point.riskThreshold = risk[pair];
            point.discardFraction =
                static_cast<double>(order.size() - point.kept) / static_cast<double>(order.size());
            curve.points.push_back(point);
        }
    }
    std::reverse(curve.points.begin(), curve.points.end());
    double fnmr = 0;
    double fmr = 0;
    for (EdcPoint& each : curve.points) {
        fnmr = each.fnmr = rateOr(each.falseNonMatches, each.genuineKept, fnmr);
        fmr = each.fmr = rateOr(each.falseMatches, each.impostorKept, fmr);
    }
    return curve;
}

}  // namespace pf
