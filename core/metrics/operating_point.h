// Thresholds for a false accept rate, and what they cost. FAR = FMR and TAR = 1 - FNMR for scored pairs.
#pragma once

#include <span>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf {

struct OperatingPoint {
    double farTarget = 0;
    double threshold = 0;   ///< accept when score >= threshold
    double far = 0;         ///< of the impostor pairs, at the threshold
    double tar = 0;         ///< of the genuine pairs, at the threshold
    bool reachable = true;  ///< false when the impostor pairs are too few to measure a rate this small

    double fnmr() const { return 1.0 - tar; }
};

/// The operating point of each FAR target: its threshold is the round(target n_impostor)-th highest impostor
/// score (halves to even), or the next number above the highest one when that is the 0th. Impostors that tie
/// with the threshold are accepted too, so `far` can exceed the target. A target below 1 / n_impostor (but
/// for 0) is marked unreachable: its threshold is then set by the few highest impostors alone. Throws:
/// std::invalid_argument (no genuine or no impostor pairs, lengths differ, target outside [0, 1]),
/// std::domain_error (a score is not finite). Cost: O(n log n).
std::vector<OperatingPoint> tarAtFar(std::span<const double> scores, SameFlags same,
                                     std::span<const double> farTargets);

/// tarAtFar of a single target: the threshold to use where false matches must stay at this rate.
OperatingPoint calibratedThreshold(std::span<const double> scores, SameFlags same, double fmrTarget);

}  // namespace pf
