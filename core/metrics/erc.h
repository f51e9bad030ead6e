// Error versus reject curve whose threshold is computed again at every step, as in the evaluation of CR-FIQA.
// It is not the EDC of edc.h, whose threshold stays: the two rank methods differently, so a chart must say
// which it shows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"
#include "core/metrics/roc.h"

namespace pf {

inline constexpr double kErcStep = 0.05;
inline constexpr double kErcEnd = 0.95;

struct ErcPoint {
    double rejectFraction = 0;  ///< asked; of all pairs
    std::size_t kept = 0;  ///< pairs of the lowest risk; pairs that tie with the last of them are kept too
    bool measured = true;  ///< false when no genuine or no impostor pair is left
    OperatingPoint point;  ///< of the pairs kept
};

struct ErcCurve {
    double fmrTarget = 0;
    std::vector<ErcPoint> points;  ///< from 0 to 0.95 by 0.05

    /// Trapezoids of the FNMR over the reject fractions up to `limit`, over the points that are measured.
    double area(double limit = kErcEnd) const;
};

/// Throws: std::invalid_argument (lengths differ, no genuine or no impostor pairs, target outside [0, 1]),
/// std::domain_error (a score or risk is not finite). Cost: O(n) per step; Real is float or double.
template <typename Real>
ErcCurve ercAtFmr(std::span<const Real> scores, SameFlags same, std::span<const Real> risk, double fmrTarget);

}  // namespace pf
