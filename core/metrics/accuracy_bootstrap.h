// Confidence intervals of the cross-validated accuracy, of all pairs and after discarding the riskiest.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/metrics/bootstrap.h"
#include "core/metrics/kfold.h"

namespace pf {

struct AccuracyIntervals {
    bool overIdentities = false;  ///< else over pairs
    std::size_t replicates = 0;   ///< that could be cross-validated at every discard; the others are left out
    std::vector<Interval> accuracy;  ///< at each discard
};

/// Draws pairs as bootstrapIntervals does. In every replicate a pair counts as often as it was drawn: the
/// risk at which pairs are discarded, the folds (contiguous over what is kept, all copies of a pair in one
/// fold) and the thresholds are found again. `risk` may be empty when the only discard is 0. Throws:
/// std::invalid_argument (lengths differ, one kind of pairs only, discards outside [0, 1), too few pairs in
/// every replicate, options as bootstrapIntervals), std::domain_error (not finite). Determinism: the same for
/// a seed, whatever the number of threads. Cost: O(replicates discards P folds) on all cores.
AccuracyIntervals accuracyIntervals(std::span<const double> scores, SameFlags same,
                                    std::span<const double> risk, const PairSubjects& subjects,
                                    std::span<const double> discards, const BootstrapOptions& options,
                                    std::size_t folds = kVerificationFolds);

}  // namespace pf
