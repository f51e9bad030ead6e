// Embeddings and qualities to files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/results/embedding_set.h"

namespace pf {

/// The file types of writeEmbeddings: .npz, .npy and .csv.
/// Throws: Error(Config) naming them when `file` ends otherwise; ask before the work whose result goes there.
void requireEmbeddingFile(const std::filesystem::path& file);

/// Throws: Error(Data) for a name that a line of a table cannot hold, when `file` is a .csv; ask before the
/// work.
void requireNamesForFile(const std::filesystem::path& file, const std::vector<std::string>& names);

/// Writes what readEmbeddings reads, by the file's extension:
/// - `.npz`: arrays mu [N, D], sigma_sq [N, 1] or [N, D], files [N], norm [N] where it is known and, for
///   pairs, issame [N/2]; of pairs that are absent, absent_pairs [3] (genuine, impostor, images needed),
///   pair_place [N/2] and failed;
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
