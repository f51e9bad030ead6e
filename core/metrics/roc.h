// The ROC curve and the single numbers read from it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf {

/// A threshold for a false match rate, and what it costs. Literature on faces says FAR for FMR and TAR for
/// the true match rate, TMR = 1 - FNMR.
struct OperatingPoint {
    double fmrTarget = 0;
    double threshold = 0;   ///< accept when score >= threshold
    double fmr = 0;         ///< of the impostor pairs, at the threshold
    double tmr = 0;         ///< of the genuine pairs, at the threshold
    bool reachable = true;  ///< false when the impostor pairs are too few to measure a rate this small

    double fnmr() const { return 1.0 - tmr; }
};

struct RocPoint {
    double threshold = 0;  ///< accept when score >= threshold
    double fmr = 0;
    double tmr = 0;
};

struct EqualErrorRate {
    double rate = 0;
    double threshold = 0;
};

/// Every operating point of a set of scores. Kept as the two sorted lists of scores, so that millions of
/// pairs cost their scores' own size, and any reading is a search. Real is float or double: the type of the
/// scores, which are compared exactly as given.
template <typename Real>
class BasicRocCurve {
  public:
    /// Throws: std::invalid_argument (no genuine or no impostor pairs, lengths differ), std::domain_error (a
    /// score is not finite). Cost: O(n), on all cores; three times the scores' size meanwhile.
    BasicRocCurve(std::span<const Real> scores, SameFlags same);

    std::size_t genuineCount() const { return genuine_.size(); }
    std::size_t impostorCount() const { return impostor_.size(); }
    /// In ascending order.
    std::span<const Real> genuineScores() const { return genuine_; }
    std::span<const Real> impostorScores() const { return impostor_; }

    /// The rates at a threshold. Cost: O(log n).
    RocPoint at(double threshold) const;

    /// The operating point of an FMR target: its threshold is the round(target n_impostor)-th highest
    /// impostor score (halves to even), or the next number above the highest one when that is the 0th.
    /// Impostors of one score are accepted together; where that would be more than so many, the threshold is
    /// the next number above them, so that `fmr` never exceeds what was asked (but for that rounding) and is
    /// less where scores tie. A target below 1 / n_impostor (but for 0) is marked unreachable: its threshold
    /// is then set by the few highest impostors alone. Throws: std::invalid_argument (target outside [0, 1]).
    /// Cost: O(log n). Source: ISO/IEC 19795-1 (FNMR at an FMR of at most the target).
    OperatingPoint atFmr(double target) const;

    /// About 2 `each` points by descending threshold, for a chart: at FMRs evenly spaced by their logarithm
    /// down to one impostor, and at evenly spaced TMRs; from just above the highest score (0, 0) to (1, 1).
    /// Cost: O(each log n).
    std::vector<RocPoint> sampled(std::size_t each) const;

    /// Where FMR = FNMR, linear between the two points that straddle it. All scores equal gives 0.5.
    EqualErrorRate equalErrorRate() const;

    /// Area under TMR over FMR by trapezoids: the chance that a genuine pair scores above an impostor, ties
    /// counting half. All scores equal gives 0.5. Cost: O(n).
    double areaUnderCurve() const;

  private:
    double justAboveAll() const;

    std::vector<Real> genuine_;
    std::vector<Real> impostor_;
};

extern template class BasicRocCurve<float>;
extern template class BasicRocCurve<double>;
using RocCurve = BasicRocCurve<double>;

/// Distance of the genuine and impostor means over the root of their mean variance (population variances);
/// nothing when both kinds have no spread. Throws: as RocCurve.
template <typename Real>
std::optional<double> dPrime(std::span<const Real> scores, SameFlags same);

}  // namespace pf
