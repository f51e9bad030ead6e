// Scores of pairs in text tables. Internal to readScores.
#pragma once

#include <filesystem>

#include "core/base/numpy/npz.h"

namespace pf {

/// The columns of a table (CSV, TSV or between blanks) as the arrays of an .npz that readScores reads: score,
/// same and, where there are such columns, risk, subject_a and subject_b. Without a header, of two columns
/// the one that holds nothing but 0, 1 and -1 is same. Throws: Error(Io), Error(Data) with file and line.
NpzArrays readScoreTable(const std::filesystem::path& file);

}  // namespace pf
