// Embeddings out of one kind of file each. Internal to readEmbeddings, which checks what they return.
#pragma once

#include <filesystem>

#include "core/eval/embedding_files.h"
#include "core/eval/embedding_set.h"

namespace pf {

/// Throws (all below): Error(Io), Error(Data) naming the file.
EmbeddingSet readNpzEmbeddings(const std::filesystem::path& file);

EmbeddingSet readPickledEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options);

/// Errors name the line too.
EmbeddingSet readTableOfEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options);

}  // namespace pf
