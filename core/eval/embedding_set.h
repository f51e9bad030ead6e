// Embeddings of a set of images: the only thing protocols see.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace pf {

/// Embeddings of a set of images, row by row.
struct EmbeddingSet {
    std::vector<std::string> names;
    std::vector<int> labels;              ///< -1 unknown
    std::vector<std::string> identities;  ///< labels index into it
    std::size_t embeddingSize = 0;        ///< D
    std::size_t sigmaSize = 0;            ///< 1 or D
    std::vector<float> mu;                ///< [N, D], rows of length 1
    std::vector<float> sigmaSq;           ///< [N, sigmaSize]
    std::vector<bool> issame;             ///< pair sets: issame of rows 2k, 2k + 1
    std::vector<std::string>
        skipped;  ///< "name: reason"; a row whose image failed is absent (pairs: pair absent)
    std::vector<std::size_t> catalogIndex;  ///< row -> index into the catalog it came from

    std::size_t size() const { return sigmaSize == 0 ? 0 : sigmaSq.size() / sigmaSize; }
    /// One number per row: sigma² itself, or the geometric mean of a vector sigma².
    std::vector<double> sigmaSummary() const;
};

/// Writes mu, sigma_sq, files and, for pairs, issame. Throws: Error(Io).
void writeEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings);

}  // namespace pf
