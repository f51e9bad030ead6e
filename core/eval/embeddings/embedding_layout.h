// From the arrays of an embedding file to a set that was checked. Internal to the readers of embeddings.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/numpy/npy.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/results/embedding_set.h"

namespace pf {

/// `values` as floats. Throws: Error(Data) naming file and array when it holds no numbers.
std::vector<float> floatsOf(const NpyArray& values, const std::string& array, const std::string& file);

/// mu and sigma² (nullptr: none) from an array each, still unchecked but for their shapes.
/// Shapes: mu [N, D], sigmaSq [N], [N, 1] or [N, D]. Throws: Error(Data) naming `file`.
EmbeddingSet embeddingsFromArrays(const NpyArray& mu, const NpyArray* sigmaSq, const std::string& file);

/// mu and sigma² from the columns of one array.
/// Shapes: columns [N, D + 1], [N, 2 D] or, without sigma², [N, D]. Throws: Error(Data) naming `file` when
/// they cannot be told apart.
EmbeddingSet embeddingsFromColumns(NpyArray columns, const EmbeddingReadOptions& options,
                                   const std::string& file);

/// Checks values and counts, normalises mu without sigma² and keeps the lengths, and gives names and labels
/// to rows that have none. Throws: Error(Data) as readEmbeddings.
void finishEmbeddings(EmbeddingSet& set, const EmbeddingReadOptions& options,
                      const std::filesystem::path& file);

}  // namespace pf
