// Measures pairs by every protocol that reports them, or as a training run asks: for a record, and for the
// thresholds that decide.
#pragma once

#include "core/base/config/options.h"
#include "core/results/embedding_set.h"
#include "core/results/pair_report.h"

namespace pf {

/// Measures scored pairs, which must hold the cosine where there is sigma². `card` arrives with what only the
/// caller knows; its counts and hash are filled here. The record is there whatever `options` ask for: 10-fold
/// verification and TMR at FMR of every score, and with sigma² its percentiles (of all its entries) and, by
/// the cosine, the risk-controlled accuracy (`max`, `add`) at evaluation.discard, its curve with a random
/// baseline and the EDC at evaluation.fmrTarget. Without sigma² what is measured by it is left out; folds
/// that the pairs do not allow leave NaN (see whyNotMeasured). Throws: as evaluateScores.
/// Source: docs/science.md, "Verification" to "ROC and DET".
PairEvaluation evaluatePairSet(ScoredPairs pairs, const EmbeddingSet& set,
                               const EvaluationOptions& evaluation, const ScoreReportOptions& options,
                               ProtocolCard card);

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
