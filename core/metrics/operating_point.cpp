#include "core/metrics/operating_point.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>

#include "core/metrics/input_checks.h"

namespace pf {
namespace {

/// Fraction of the scores, in descending order, that are >= threshold.
double acceptedFraction(const std::vector<double>& descending, double threshold) {
    const auto rejected =
        std::upper_bound(descending.begin(), descending.end(), threshold, std::greater<double>());
    return static_cast<double>(rejected - descending.begin()) / static_cast<double>(descending.size());
}

}  // namespace

std::vector<OperatingPoint> tarAtFar(std::span<const double> scores, SameFlags same,
                                     std::span<const double> farTargets) {
    const PairCounts counts = detail::requireBothKinds(scores, same, "TAR at a FAR");
    std::vector<double> genuine;
    std::vector<double> impostor;
    genuine.reserve(counts.genuine);
    impostor.reserve(counts.impostor);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        (same[i] != 0 ? genuine : impostor).push_back(scores[i]);
    }
    std::sort(genuine.begin(), genuine.end(), std::greater<double>());
    std::sort(impostor.begin(), impostor.end(), std::greater<double>());

    std::vector<OperatingPoint> points;
    points.reserve(farTargets.size());
    for (const double target : farTargets) {
        detail::requireFraction(target, "FAR target");
        const double alarms = target * static_cast<double>(impostor.size());
        const auto rank = static_cast<std::size_t>(std::nearbyint(alarms));
        OperatingPoint point;
        point.farTarget = target;
        point.threshold = rank == 0
                              ? std::nextafter(impostor.front(), std::numeric_limits<double>::infinity())
                              : impostor[rank - 1];
        point.far = acceptedFraction(impostor, point.threshold);
        point.tar = acceptedFraction(genuine, point.threshold);
        // 1e-3 of 1,000 pairs is one pair, whatever the product rounds to.
        point.reachable = target == 0.0 || alarms >= 1.0 - 1e-9;
        points.push_back(point);
    }
    return points;
}

OperatingPoint calibratedThreshold(std::span<const double> scores, SameFlags same, double fmrTarget) {
    const double one[] = {fmrTarget};
    return tarAtFar(scores, same, one).front();
}

}  // namespace pf
