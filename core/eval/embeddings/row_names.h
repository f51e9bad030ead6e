// The names of embeddings that a file keeps without names.
#pragma once

#include <filesystem>
#include <string>

#include "core/results/embedding_set.h"

namespace pf {

/// Names the rows of a set by a text file in their order: one image a line, as the line itself, or the column
/// of it that ends like a file (of `path label` and other lists of faces), or its first column. Blank lines
/// do not count. Throws: Error(Io), Error(Data) when the file has another number of lines than the set has
/// rows.
void nameRows(EmbeddingSet& set, const std::filesystem::path& file);

/// The name of a row that has none: "FILE#7".
std::string madeUpName(const std::string& file, std::size_t row);

/// Whether the rows were never named: "FILE#0", "FILE#1" ..., some of which may have been left out.
bool hasMadeUpNames(const EmbeddingSet& set);

}  // namespace pf
