// The verification protocols on embeddings of a pair set.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/base/records.h"
#include "core/results/embedding_set.h"
#include "core/results/scored_pairs.h"

namespace pf {

/// FAR targets that every report lists; those that the number of negatives cannot resolve are marked.
inline constexpr std::array<double, 3> kReportedFarTargets = {1e-3, 1e-2, 1e-1};

/// Evaluates scored pairs, which must hold the cosine: 10-fold verification and TAR@FAR with every score
/// there is, sigma²'s percentiles (of all its entries `sigmaSq`), and with the cosine the risk-controlled
/// accuracy (`max`, `add`) at options.discard, its curve with a random baseline, and the EDC with the
/// threshold fixed at options.farTarget. Without sigma² (empty) what is measured by it is left out. A
/// protocol that the pairs do not allow (too few for folds, all of one kind) leaves NaN: see whyNotMeasured.
/// Source: docs/science.md, "Verification" to "ROC and DET".
EvaluationRecord evaluatePairs(const ScoredPairs& pairs, std::span<const float> sigmaSq,
                               const EvaluationOptions& options);

/// evaluatePairs of a pair set: 10-fold verification with cosine, MLS and attention-only scores,
/// TAR@FAR, risk-controlled accuracy (`max`, `add`) at options.discard, its curve with a random baseline, and
/// the EDC with the threshold fixed at options.farTarget. Source: as evaluatePairs, also where the pairs do
/// not allow a protocol. Throws: Error(Data) when issame is absent.
EvaluationRecord evaluateEmbeddings(const EmbeddingSet& embeddings, const EvaluationOptions& options,
                                    const std::string& setName);

/// What cannot be measured on such pairs, with the reason ("10-fold accuracy is not measured, because ...");
/// empty when everything can.
std::string whyNotMeasured(SameFlags same);

/// Thresholds for deciding "same person".
struct Calibration {
    double mls = 0;
    double cosine = 0;
    double far = 0;         ///< reached on the set
    bool reachable = true;  ///< false when the set has too few negatives for the target
};

/// Score thresholds at a false accept rate, on a pair set. Throws: Error(Data) when issame is absent or the
/// pairs are all of one kind.
Calibration calibrate(const EmbeddingSet& embeddings, double farTarget);

}  // namespace pf
