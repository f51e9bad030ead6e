#include "core/eval/embedding_set.h"

#include "core/metrics/pair_scores.h"

namespace pf {

std::vector<double> EmbeddingSet::sigmaSummary() const {
    return geometricMeanSigmaSqRows(sigmaSq, sigmaSize);
}

}  // namespace pf
