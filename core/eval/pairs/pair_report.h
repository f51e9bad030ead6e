// Measures pairs by every protocol that reports them.
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

}  // namespace pf
