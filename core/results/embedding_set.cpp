#include "core/results/embedding_set.h"

#include <algorithm>

#include "core/metrics/pair_scores.h"

namespace pf {

std::size_t EmbeddingSet::size() const {
    if (hasSigma()) {
        return sigmaSq.size() / sigmaSize;
    }
    return embeddingSize == 0 ? 0 : mu.size() / embeddingSize;
}

void dropEqualNorms(std::vector<float>& norms) {
    constexpr float kDifference = 1e-3F;
    if (norms.empty()) {
        return;
    }
    const auto [shortest, longest] = std::minmax_element(norms.begin(), norms.end());
    if (!(*longest - *shortest > kDifference * *longest)) {
        norms.clear();
    }
}

std::vector<double> EmbeddingSet::sigmaSummary() const {
    return !hasSigma() ? std::vector<double>() : geometricMeanSigmaSqRows(sigmaSq, sigmaSize);
}

}  // namespace pf
