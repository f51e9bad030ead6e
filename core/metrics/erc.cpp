#include "core/metrics/erc.h"

#include <cmath>
#include <cstdint>

#include "core/metrics/input_checks.h"
#include "core/metrics/sorting.h"

namespace pf {

double ErcCurve::area(double limit) const {
    double area = 0;
    const ErcPoint* last = nullptr;
    for (const ErcPoint& each : points) {
        if (!each.measured || each.rejectFraction > limit + 1e-9) {
            continue;
        }
        if (last != nullptr) {
            area +=
                0.5 * (last->point.fnmr() + each.point.fnmr()) * (each.rejectFraction - last->rejectFraction);
        }
        last = &each;
    }
    return area;
}

template <typename Real>
ErcCurve ercAtFmr(std::span<const Real> scores, SameFlags same, std::span<const Real> risk,
                  double fmrTarget) {
    detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
    detail::requireBothKinds(scores, same, "an ERC");
    detail::requireFinite(risk, "risk");
    detail::requireFraction(fmrTarget, "FMR target");
    std::vector<Real> ascending(risk.begin(), risk.end());
    detail::sortAscending(ascending);

    ErcCurve curve;
    curve.fmrTarget = fmrTarget;
    const auto steps = static_cast<std::size_t>(std::lround(kErcEnd / kErcStep));
    std::vector<Real> keptScores;
    std::vector<std::uint8_t> keptSame;
    for (std::size_t step = 0; step <= steps; ++step) {
        ErcPoint point;
        point.rejectFraction = static_cast<double>(step) * kErcStep;
        const auto rejected =
            static_cast<std::size_t>(point.rejectFraction * static_cast<double>(scores.size()) + 1e-9);
        const Real limit = ascending[scores.size() - rejected - 1];
        keptScores.clear();
        keptSame.clear();
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (risk[i] <= limit) {
                keptScores.push_back(scores[i]);
                keptSame.push_back(same[i]);
            }
        }
        point.kept = keptScores.size();
        const PairCounts counts = countPairs(keptSame);
        point.measured = counts.genuine > 0 && counts.impostor > 0;
        if (point.measured) {
            point.point = BasicRocCurve<Real>(keptScores, keptSame).atFmr(fmrTarget);
        }
        curve.points.push_back(point);
    }
    return curve;
}

template ErcCurve ercAtFmr(std::span<const float>, SameFlags, std::span<const float>, double);
template ErcCurve ercAtFmr(std::span<const double>, SameFlags, std::span<const double>, double);

}  // namespace pf
