// Measures pairs by every protocol that reports them.
#pragma once

#include "core/base/config/options.h"
#include "core/results/embedding_set.h"
#include "core/results/pair_report.h"

namespace pf {

/// Measures scored pairs. `card` arrives with what only the caller knows; its counts and hash are filled
/// here. Throws: as evaluatePairs and evaluateScores.
PairEvaluation evaluatePairSet(ScoredPairs pairs, const EmbeddingSet& set,
                               const EvaluationOptions& evaluation, const ScoreReportOptions& options,
                               ProtocolCard card);

}  // namespace pf
