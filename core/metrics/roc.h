// The ROC curve and the single numbers read from it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf {

struct RocPoint {
    double threshold = 0;  ///< accept when score >= threshold
    double far = 0;
    double tar = 0;
};

struct RocCurve {
    /// By descending threshold: from just above the highest score (0, 0), one point per distinct score, to
    /// (1, 1).
    std::vector<RocPoint> points;
    std::size_t genuine = 0;
    std::size_t impostor = 0;
};

/// Every operating point of the scores; pairs of equal score enter together.
/// Throws: std::invalid_argument (no genuine or no impostor pairs, lengths differ), std::domain_error (a
/// score is not finite). Cost: O(n log n).
RocCurve rocCurve(std::span<const double> scores, SameFlags same);

struct EqualErrorRate {
    double rate = 0;
    double threshold = 0;
};

/// Where FAR = FNMR, linear between the two points that straddle it. All scores equal gives 0.5.
EqualErrorRate equalErrorRate(const RocCurve& curve);

/// Area under TAR over FAR by trapezoids: the chance that a genuine pair scores above an impostor, ties
/// counting half. All scores equal gives 0.5.
double areaUnderCurve(const RocCurve& curve);

/// Distance of the genuine and impostor means over the root of their mean variance (population variances);
/// nothing when both kinds have no spread. Throws: as rocCurve.
std::optional<double> dPrime(std::span<const double> scores, SameFlags same);

}  // namespace pf
