// Embeddings of a set of images: the only thing protocols see.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/metrics/pair_scores.h"
#include "core/results/absent_pairs.h"

namespace pf {

/// Embeddings of a set of images, row by row.
struct EmbeddingSet {
    std::vector<std::string> names;
    std::vector<int> labels;              ///< -1 unknown
    std::vector<std::string> identities;  ///< labels index into it
    std::size_t embeddingSize = 0;        ///< D
    std::size_t sigmaSize = 0;            ///< 1 or D; 0: without sigma²
    std::vector<float> mu;                ///< [N, D], rows of length 1
    std::vector<float> sigmaSq;           ///< [N, sigmaSize]
    /// [N] lengths of the embeddings before they were made unit vectors: a quality (MagFace, AdaFace); empty
    /// when not known, or when they are all 1.
    std::vector<float> norms;
    std::vector<bool> issame;          ///< pair sets: issame of rows 2k, 2k + 1
    std::vector<std::string> skipped;  ///< "name: reason"; a failed image's row is absent (pairs: the pair)
    AbsentPairs absent;                ///< pair sets: what the failed images took with them
    /// Where the images or settings are not those the model was trained with, one sentence each.
    std::vector<std::string> warnings;
    std::vector<std::string> notes;  ///< how the images or the file were read, where that is not obvious
    std::vector<std::size_t> catalogIndex;  ///< row -> index into the catalog it came from

    std::size_t size() const {
        if (hasSigma()) {
            return sigmaSq.size() / sigmaSize;
        }
        return embeddingSize == 0 ? 0 : mu.size() / embeddingSize;
    }
    bool hasSigma() const { return sigmaSize > 0; }
    /// One number per row: sigma² itself, or the geometric mean of a vector sigma²; empty without sigma².
    std::vector<double> sigmaSummary() const {
        return hasSigma() ? geometricMeanSigmaSqRows(sigmaSq, sigmaSize) : std::vector<double>();
    }
};

/// Clears norms that hardly differ (by less than a thousandth): they tell no face from another.
inline void dropEqualNorms(std::vector<float>& norms) {
    constexpr float kDifference = 1e-3F;
    if (norms.empty()) {
        return;
    }
    const auto [shortest, longest] = std::minmax_element(norms.begin(), norms.end());
    if (!(*longest - *shortest > kDifference * *longest)) {
        norms.clear();
    }
}

}  // namespace pf
