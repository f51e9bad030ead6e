// Scoring the pairs of a set.
#pragma once

#include <string>

#include "core/results/embedding_set.h"
#include "core/results/scored_pairs.h"

namespace pf {

/// Whether a score needs sigma².
bool needsSigma(PairScoreKind kind);

/// Scores the pairs and computes their risks; of embeddings without sigma², the scores and the risk that need
/// none. Throws: Error(Shape) (a pair beyond the rows, a quality whose length is not N), Error(Numeric).
/// Cost: O(P D) on all cores, 8 bytes per pair for each score and risk; a vector sigma² is reduced row by
/// row, so that memory never grows with P D.
ScoredPairs scorePairSet(const EmbeddingSet& set, PairIndex pairs, const ScoringOptions& options,
                         const std::string& name);

}  // namespace pf
