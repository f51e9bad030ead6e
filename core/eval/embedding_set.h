// Embeddings of a set of images: the only thing protocols see.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/eval/absent_pairs.h"

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
    std::vector<bool> issame;  ///< pair sets: issame of rows 2k, 2k + 1
    std::vector<std::string>
        skipped;         ///< "name: reason"; a row whose image failed is absent (pairs: pair absent)
    AbsentPairs absent;  ///< pair sets: what the failed images took with them
    /// Where the images or settings are not those the model was trained with, one sentence each.
    std::vector<std::string> warnings;
    std::vector<std::string> notes;  ///< how the images or the file were read, where that is not obvious
    std::vector<std::size_t> catalogIndex;  ///< row -> index into the catalog it came from

    std::size_t size() const;
    bool hasSigma() const { return sigmaSize > 0; }
    /// One number per row: sigma² itself, or the geometric mean of a vector sigma²; empty without sigma².
    std::vector<double> sigmaSummary() const;
};

/// Clears norms that hardly differ (by less than a thousandth): they tell no face from another.
void dropEqualNorms(std::vector<float>& norms);

/// The file types of writeEmbeddings: .npz, .npy and .csv.
/// Throws: Error(Config) naming them when `file` ends otherwise; ask before the work whose result goes there.
void requireEmbeddingFile(const std::filesystem::path& file);
/// Throws: Error(Data) for a name that a line of a table cannot hold, when `file` is a .csv; ask before the
/// work.
void requireNamesForFile(const std::filesystem::path& file, const std::vector<std::string>& names);

/// Writes what readEmbeddings reads, by the file's extension:
/// - `.npz`: arrays mu [N, D], sigma_sq [N, 1] or [N, D], files [N], norm [N] where it is known and, for
/// pairs,
///   issame [N/2]; of pairs that are absent, absent_pairs [3] (genuine, impostor, images needed), pair_place
///   [N/2] and failed;
/// - `.npy`: one array [N, D + 1] or [N, 2 D], mu in front of sigma²; no names and no issame;
/// - `.csv`: a header `name,mu_0,...,sigma_sq` (or sigma_sq_0, ...) and a line an image; no issame.
/// Values are those of the set, bit for bit. In the last two, a pair set's pairs are still rows 2k and 2k
/// + 1. Throws: Error(Config) as requireEmbeddingFile, Error(Io), Error(Data) for a name that a line cannot
/// hold.
void writeEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings);

/// Writes a table `name,sigma_sq,quality` as other tools and readQuality take it: quality = 1 / sigma²,
/// higher is better; sigma² as in sigmaSummary; and a column `norm` where the set has norms. Throws: as
/// writeEmbeddings.
void writeQuality(const std::filesystem::path& file, const EmbeddingSet& embeddings);

}  // namespace pf
