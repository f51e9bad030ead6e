// Embeddings out of tables. Internal to readEmbeddings, which checks what is returned.
#pragma once

#include <filesystem>

#include "core/eval/embeddings/embedding_files.h"

namespace pf {

/// Throws: Error(Io), Error(Data) naming the file and the line.
EmbeddingSet readTableOfEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options);

}  // namespace pf
