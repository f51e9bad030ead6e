// Runs the searches of an identification protocol.
#pragma once

#include <stop_token>

#include "core/eval/search/blufr.h"
#include "core/results/embedding_set.h"
#include "core/results/open_set_report.h"

namespace pf {

/// Runs the searches of a protocol on embeddings whose rows are its images, in its order. Scores and ranks
/// are exact (TrialScorer). Names that are made up (`file#row`) are taken as they are; of others the
/// components they share with the list, but for the extension, must agree. A stop is honoured within one
/// block of probes. Throws: Error(Config) (no kind of score or target, a target outside [0, 1], a rank of 0),
/// Error(Data) (another number of rows or other images than the protocol's, naming the first; trials that
/// checkTrials refuses), Error(Shape) and Error(Numeric) (as TrialScorer). Source: docs/science.md, "Open-set
/// identification". Cost and memory: as TrialScorer::score for every trial. Determinism: the same for any
/// number of LibTorch's threads, with which it computes.
OpenSetReport reportOpenSet(const EmbeddingSet& embeddings, const BlufrProtocol& protocol,
                            const OpenSetOptions& options = {}, std::stop_token stop = {});

}  // namespace pf
