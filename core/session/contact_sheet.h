// Galleries as pictures and tables, without a window.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/eval/embedding_set.h"
#include "core/session/images.h"

namespace pf {

/// Rows of an embedding set by rising sigma² (ties by row).
std::vector<std::size_t> rowsBySigma(const EmbeddingSet& embeddings);

/// Writes rank, sigma_sq, percentile, identity, degradation (where known) and file, one image a line, highest
/// first. Throws: Error(Io).
void writeGalleryCsv(const std::filesystem::path& file, const ImageCatalog& images,
                     const EmbeddingSet& embeddings);

/// A PNG with the lowest, middle and highest sigma² of the set, `columns` faces each, the value under each
/// face. Throws: Error(Io, Data).
void writeContactSheet(const std::filesystem::path& file, const ImageCatalog& images,
                       const EmbeddingSet& embeddings, int columns = 10);

/// The paper's figure as PNG: a row per identity with three low, three medium and three high sigma² faces;
/// identities with the widest spread first. Throws: Error(Data) when no identity has three images.
void writeIdentityFigure(const std::filesystem::path& file, const ImageCatalog& images,
                         const EmbeddingSet& embeddings, std::size_t identities = 8);

}  // namespace pf
