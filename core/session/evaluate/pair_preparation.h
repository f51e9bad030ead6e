// Which pairs an evaluation compares, and the qualities of their faces.
#pragma once

#include <string>
#include <vector>

#include "core/results/embedding_set.h"
#include "core/results/pair_index.h"
#include "core/results/pair_report.h"
#include "core/results/scored_pairs.h"
#include "core/session/evaluate/evaluation.h"

namespace pf {

struct PreparedPairs {
    PairIndex pairs;  ///< without those that cannot be compared, which its `absent` accounts for
    std::vector<FaceQuality> qualities;
};

/// The request's pairs among the embeddings: those of its list or of the set itself, less those of images
/// that are missing or have no value in one of the request's qualities, so that every curve is of the same
/// pairs. `card` gets where they come from, and notes on what was read in another way than it stands. Throws:
/// Error(Io), Error(Data) as readPairList, resolvePairs, rowPairs and readQuality; with request.strict for
/// any pair that would be left out; when no pair is left.
PreparedPairs preparePairs(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                           const std::string& name, ProtocolCard& card);

}  // namespace pf
