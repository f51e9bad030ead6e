#include "core/eval/embedding_set.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/npz.h"
#include "core/metrics/pair_scores.h"

namespace pf {
namespace {

constexpr double kUnitTolerance = 1e-3;

const NpyArray& requireArray(const NpzArrays& arrays, const std::string& name,
                             const std::filesystem::path& file) {
    const auto found = arrays.find(name);
    if (found == arrays.end()) {
        throw Error(ErrorCode::Data, "holds no array '" + name + "'; mu and sigma_sq are needed",
                    file.string());
    }
    return found->second;
}

void checkValues(const EmbeddingSet& set, const std::string& where) {
    for (std::size_t i = 0; i < set.sigmaSq.size(); ++i) {
        if (!std::isfinite(set.sigmaSq[i]) || set.sigmaSq[i] <= 0) {
            throw Error(ErrorCode::Data,
                        "sigma_sq of row " + std::to_string(i / set.sigmaSize) + " is " +
                            std::to_string(set.sigmaSq[i]) + "; a variance must be positive and finite",
                        where);
        }
    }
    for (std::size_t row = 0; row < set.size(); ++row) {
        double square = 0;
        for (std::size_t d = 0; d < set.embeddingSize; ++d) {
            const double value = set.mu[row * set.embeddingSize + d];
            square += value * value;
        }
        if (!(std::abs(std::sqrt(square) - 1.0) < kUnitTolerance)) {
            throw Error(ErrorCode::Data,
                        "mu of row " + std::to_string(row) + " has length " +
                            std::to_string(std::sqrt(square)) + "; rows must be normalised to length 1",
                        where);
        }
    }
}

}  // namespace

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

EmbeddingSet readEmbeddings(const std::filesystem::path& file) {
    const auto arrays = readNpz(file);
    const auto& mu = requireArray(arrays, "mu", file);
    const auto& sigmaSq = requireArray(arrays, "sigma_sq", file);
    if (mu.shape.size() != 2 || sigmaSq.shape.empty() || sigmaSq.shape.size() > 2) {
        throw Error(ErrorCode::Data, "mu must be [N, D] and sigma_sq [N, 1] or [N, D]", file.string());
    }
    EmbeddingSet set;
    set.embeddingSize = mu.shape[1];
    set.sigmaSize = sigmaSq.shape.size() == 2 ? sigmaSq.shape[1] : 1;
    if (sigmaSq.shape[0] != mu.shape[0] || set.embeddingSize == 0 ||
        (set.sigmaSize != 1 && set.sigmaSize != set.embeddingSize)) {
        throw Error(ErrorCode::Data,
                    "mu is [" + std::to_string(mu.shape[0]) + ", " + std::to_string(mu.shape[1]) +
                        "] and sigma_sq [" + std::to_string(sigmaSq.shape[0]) + ", " +
                        std::to_string(set.sigmaSize) + "]; sigma_sq must be [N, 1] or [N, D] for mu [N, D]",
                    file.string());
    }
    set.mu = mu.toFloats();
    set.sigmaSq = sigmaSq.toFloats();
    checkValues(set, file.string());
    set.labels.assign(set.size(), -1);
    if (const auto files = arrays.find("files"); files != arrays.end()) {
        set.names = files->second.toStrings();
    } else {
        for (std::size_t i = 0; i < set.size(); ++i) {
            set.names.push_back(file.filename().string() + "#" + std::to_string(i));
        }
    }
    if (set.names.size() != set.size()) {
        throw Error(ErrorCode::Data,
                    "files names " + std::to_string(set.names.size()) + " images, mu has " +
                        std::to_string(set.size()) + " rows",
                    file.string());
    }
    if (const auto issame = arrays.find("issame"); issame != arrays.end()) {
        for (const auto flag : issame->second.toIntegers()) {
            set.issame.push_back(flag != 0);
        }
        if (set.issame.size() * 2 != set.size()) {
            throw Error(ErrorCode::Data,
                        "issame has " + std::to_string(set.issame.size()) + " pairs, which need " +
                            std::to_string(set.issame.size() * 2) + " rows; mu has " +
                            std::to_string(set.size()),
                        file.string());
        }
    }
    return set;
}

}  // namespace pf
