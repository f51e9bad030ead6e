// Error versus discard characteristic: the threshold is fixed once, before anything is discarded.
// ISO/IEC 29794-1 style. For the re-fitted variant of the ProbFace paper see risk.h.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"
#include "core/metrics/roc.h"

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
    double fnmr = 0;  ///< falseNonMatches / genuineKept; the last there was once no genuine pair remains
    double fmr = 0;   ///< falseMatches / impostorKept; the last there was once no impostor pair remains
};

/// The curve at one threshold. From nothing discarded to only the pairs of the lowest risk left; pairs of
/// equal risk are discarded together, so between two points the curve is a step: the left point's value
/// holds. Kept as sorted lists of risks, so that millions of pairs cost their risks' own size, and any
/// reading is a search. Real is float or double: the type of scores and risks, which are compared exactly as
/// given.
template <typename Real>
class BasicEdcCurve {
  public:
    /// `fixed`: the operating point of all pairs, whose threshold every point uses (RocCurve::atFmr).
    /// Throws: std::invalid_argument (lengths differ, no genuine or no impostor pairs), std::domain_error (a
    /// score or risk is not finite). Cost: O(n), on all cores; three times the risks' size meanwhile.
    BasicEdcCurve(std::span<const Real> scores, SameFlags same, std::span<const Real> risk,
                  const OperatingPoint& fixed);

    const OperatingPoint& fixed() const { return fixed_; }

    /// The point in force at a discard fraction. Throws: std::invalid_argument unless in [0, 1].
    /// Cost: O(log n).
    EdcPoint at(double discardFraction) const;

    /// Area under the FNMR, a step curve, from 0 to `limit` (0.2, 0.3, 1 ...); the last point's value holds
    /// up to 1. Range: [0, limit]. Throws: std::invalid_argument unless limit is in (0, 1]. Cost: O(n).
    double partialArea(double limit) const;

    /// The chance that a false non-match has a higher risk than a correct genuine pair, ties counting half: 1
    /// for the best risk, 0.5 for one that knows nothing, below for one turned round. Nothing when either
    /// kind is missing. Cost: O(n).
    std::optional<double> errorOrder() const;
    /// Whether all pairs have one risk. Cost: O(1).
    bool isConstant() const;

    /// The lowest FNMR any risk could reach: every pair discarded is a false non-match while there is one.
    /// Throws: as at. Cost: O(1).
    double oracleFnmr(double discardFraction) const;
    /// The area under it, as partialArea. Cost: O(false non-matches).
    double oracleArea(double limit) const;

  private:
    /// The kinds of pairs, by their outcome at the fixed threshold.
    enum Outcome : std::size_t { kFalseNonMatch, kTrueMatch, kTrueNonMatch, kFalseMatch, kOutcomes };
    using Counts = std::array<std::size_t, kOutcomes>;

    Counts countsUpTo(Real risk) const;
    EdcPoint pointOf(const Counts& counts, Real riskThreshold) const;
    double rateOrLast(Outcome error, Outcome other, const Counts& counts) const;

    OperatingPoint fixed_;
    std::size_t total_ = 0;
    std::array<std::vector<Real>, kOutcomes> risks_;  ///< each ascending
};

extern template class BasicEdcCurve<float>;
extern template class BasicEdcCurve<double>;
using EdcCurve = BasicEdcCurve<double>;

}  // namespace pf
