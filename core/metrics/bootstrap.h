// Confidence intervals by resampling: over identities where they are known, as pairs that share a face are
// not independent, else over pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf {

struct BootstrapOptions {
    std::size_t replicates = 1000;
    std::uint64_t seed = 1;
    double confidence = 0.95;   ///< of the percentile intervals
    std::stop_token stop = {};  ///< ends the drawing early: the replicates drawn until then are what there is
};

/// Who is in the pairs: subjects a[i] and b[i], any numbers that are equal for one person. Both empty: not
/// known.
struct PairSubjects {
    std::span<const std::int32_t> a;
    std::span<const std::int32_t> b;
};

struct Interval {
    double low = 0;
    double high = 0;
};

struct BootstrapIntervals {
    bool overIdentities = false;  ///< else over pairs
    std::size_t replicates = 0;   ///< that held genuine and impostor pairs; the others are left out
    std::vector<Interval> tmr;    ///< at each target of the ROC, the threshold found again in each replicate
    std::vector<Interval> fnmr;   ///< EDC at each discard fraction, its threshold fixed again in each one
    std::vector<Interval> areas;  ///< stepwise ones under the EDC's FNMR up to 20 %, 30 % and everything
};

/// What is measured in every replicate.
struct BootstrapTargets {
    std::vector<double> rocTargets;        ///< FMRs at which the TMR is read
    double fmrTarget = 1e-3;               ///< of the EDC's threshold
    std::vector<double> discardFractions;  ///< of the EDC; ascending
};

/// Draws as many identities (pairs) as there are, with replacement, and counts a genuine pair as often as its
/// identity was drawn, an impostor pair as often as the product of both. The thresholds follow
/// RocCurve::atFmr and the curve EdcCurve, with each pair counted so often. `risk` may be empty: no EDC then.
/// Throws: std::invalid_argument (lengths differ, no genuine or no impostor pairs, targets outside [0, 1], no
/// replicates, confidence outside (0, 1), a genuine pair of two subjects, or no replicate that holds both
/// kinds), std::domain_error (a score or risk is not finite). Determinism: the same for a seed, whatever the
/// number of threads. Cost: O(replicates P) on all cores. Source: Efron & Tibshirani, An Introduction to the
/// Bootstrap, 1993 (percentile intervals).
BootstrapIntervals bootstrapIntervals(std::span<const double> scores, SameFlags same,
                                      std::span<const double> risk, const PairSubjects& subjects,
                                      const BootstrapTargets& targets, const BootstrapOptions& options);

}  // namespace pf
