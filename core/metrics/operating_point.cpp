#include "core/metrics/operating_point.h"

#include "core/metrics/roc.h"

namespace pf {

std::vector<OperatingPoint> tarAtFar(std::span<const double> scores, SameFlags same,
                                     std::span<const double> farTargets) {
    const RocCurve curve(scores, same);
    std::vector<OperatingPoint> points;
    points.reserve(farTargets.size());
    for (const double target : farTargets) {
        points.push_back(curve.atFar(target));
    }
    return points;
}

OperatingPoint calibratedThreshold(std::span<const double> scores, SameFlags same, double fmrTarget) {
    return RocCurve(scores, same).atFar(fmrTarget);
}

}  // namespace pf
