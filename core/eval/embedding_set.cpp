#include "core/eval/embedding_set.h"

#include "core/base/npz.h"
#include "core/metrics/pair_scores.h"

namespace pf {
std::vector<double> EmbeddingSet::sigmaSummary() const {
    return geometricMeanSigmaSqRows(sigmaSq, sigmaSize);
}

void writeEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    NpzArrays arrays;
    arrays["mu"] = NpyArray::fromFloats(embeddings.mu, {embeddings.size(), embeddings.embeddingSize});
    arrays["sigma_sq"] = NpyArray::fromFloats(embeddings.sigmaSq, {embeddings.size(), embeddings.sigmaSize});
    arrays["files"] = NpyArray::fromStrings(embeddings.names);
    if (!embeddings.issame.empty()) {
        arrays["issame"] = NpyArray::fromBools(embeddings.issame);
    }
    writeNpz(file, arrays);
}

}  // namespace pf
