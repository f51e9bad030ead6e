// Embeddings out of files of named arrays: .npz and pickles. Internal to readEmbeddings, which checks what is
// returned.
#pragma once

#include <filesystem>

#include "core/eval/embeddings/embedding_files.h"

namespace pf {

/// Throws: Error(Io), Error(Data) naming the file.
EmbeddingSet readNpzEmbeddings(const std::filesystem::path& file);
EmbeddingSet readPickledEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options);

}  // namespace pf
