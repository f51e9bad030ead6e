// Error versus discard characteristic: the threshold is fixed once, before anything is discarded.
// ISO/IEC 29794-1 style. For the re-fitted variant of the ProbFace paper see risk.h.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/metrics/operating_point.h"
#include "core/metrics/pair_labels.h"

namespace pf {

/// The pairs that remain after the riskiest were discarded.
struct EdcPoint {
    double discardFraction = 0;  ///< of all pairs
    double riskThreshold = 0;    ///< the highest risk that remains
    std::size_t kept = 0;
    std::size_t genuineKept = 0;
    std::size_t impostorKept = 0;
    std::size_t falseNonMatches = 0;
    std::size_t falseMatches = 0;
    double fnmr =
        0;           ///< falseNonMatches / genuineKept; the last value there was once no genuine pair remains
    double fmr = 0;  ///< falseMatches / impostorKept; the last value there was once no impostor pair remains
};

enum class EdcRate { Fnmr, Fmr };

struct EdcCurve {
    OperatingPoint fixed;  ///< of all pairs: the threshold that every point uses
    std::size_t total = 0;
    /// By growing discard fraction, from nothing discarded to only the pairs of the lowest risk left. Pairs
    /// of equal risk are discarded together, so between two points the curve is a step: the left point's
    /// value holds.
    std::vector<EdcPoint> points;

    /// The point in force at a discard fraction. Throws: std::invalid_argument unless in [0, 1]. Cost: O(log
    /// n).
    const EdcPoint& at(double discardFraction) const;

    /// Area under the step curve from 0 to `limit` (0.2, 0.3, 1 ...); the last point's value holds up to 1.
    /// Range: [0, limit]. Throws: std::invalid_argument unless limit is in (0, 1].
    double partialArea(double limit, EdcRate rate = EdcRate::Fnmr) const;
};

/// The curve at the threshold whose FMR over all pairs is `fmrTarget`.
/// Throws: std::invalid_argument (lengths differ, no genuine or no impostor pairs, target outside [0, 1]),
/// std::domain_error (a score or risk is not finite). Cost: O(n log n); at most n points.
/// For the random baseline pass randomRisk(n, seed); its expectation is the constant value at discard 0.
EdcCurve edcAtFmr(std::span<const double> scores, SameFlags same, std::span<const double> risk,
                  double fmrTarget);

}  // namespace pf
