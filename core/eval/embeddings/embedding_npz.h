// Embeddings out of .npz files. Internal to readEmbeddings, which checks what is returned.
#pragma once

#include <filesystem>

#include "core/results/embedding_set.h"

namespace pf {

/// Throws: Error(Io), Error(Data) naming the file.
EmbeddingSet readNpzEmbeddings(const std::filesystem::path& file);

}  // namespace pf
