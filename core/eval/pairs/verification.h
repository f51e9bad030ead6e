// What a training run asks of the embeddings of a pair set: a record, and the thresholds that decide.
#pragma once

#include <string>

#include "core/base/config/options.h"
#include "core/base/records.h"
#include "core/metrics/pair_labels.h"
#include "core/results/embedding_set.h"

namespace pf {

/// The record of a pair set: evaluatePairSet with cosine, MLS and its distance term and no reports.
/// Source: docs/science.md, "Verification" to "ROC and DET". Throws: Error(Data) when issame is absent.
EvaluationRecord evaluateEmbeddings(const EmbeddingSet& embeddings, const EvaluationOptions& options,
                                    const std::string& setName);

/// What cannot be measured on such pairs, with the reason ("10-fold accuracy is not measured, because ...");
/// empty when everything can.
std::string whyNotMeasured(SameFlags same);

/// Thresholds for deciding "same person".
struct Calibration {
    double mls = 0;
    double cosine = 0;
    double fmr = 0;         ///< reached on the set
    bool reachable = true;  ///< false when the set has too few negatives for the target
};

/// Score thresholds at a false match rate, on a pair set. Throws: Error(Data) when issame is absent or the
/// pairs are all of one kind.
Calibration calibrate(const EmbeddingSet& embeddings, double fmrTarget);

}  // namespace pf
