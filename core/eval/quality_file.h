// Qualities of images as another program measured them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/eval/embedding_set.h"

namespace pf {

/// Reads one quality per embedding from a table with a header (CSV, TSV, or OFIQ's with ';').
/// Images are named by the column `name`, `file` or `filename`, else by the first, and found by the rules of
/// ImageNames; lines of images that are not among the embeddings are not looked at. The quality is the column
/// `column`; when that is empty: `quality`, else `score`, else the only other column whose first value is a
/// number. Values are taken as they are: OFIQ's -1 for what it could not assess is the worst of qualities.
/// Shapes: [N], in the order of the set. Throws: Error(Io), Error(Data) with file and line: no such column,
/// or no single one to choose (the message lists those there are), a value that is no finite number, an image
/// that fits more than one embedding, an embedding with two values; embeddings without one (their number and
/// the first names).
std::vector<double> readQuality(const std::filesystem::path& file, const EmbeddingSet& set,
                                const std::string& column = "");

}  // namespace pf
