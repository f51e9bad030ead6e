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

/// RocCurve::atFar for each target. Throws: as it and its constructor. Cost: O(n).
std::vector<OperatingPoint> tarAtFar(std::span<const double> scores, SameFlags same,
                                     std::span<const double> farTargets);

/// tarAtFar of a single target: the threshold to use where false matches must stay at this rate.
OperatingPoint calibratedThreshold(std::span<const double> scores, SameFlags same, double fmrTarget);

}  // namespace pf
