// Scores of pairs from a file.
#pragma once

#include <filesystem>

#include "core/results/score_set.h"

namespace pf {

/// Whether a file has scores of pairs and flags: an .npz with such arrays, or a table with such a header.
/// Throws: Error(Io), Error(Data) for what is neither text nor an .npz.
bool holdsScores(const std::filesystem::path& file);

/// Reads the arrays score [P], same [P] (1 for a genuine pair, else 0 or -1) and optionally risk [P],
/// subject_a and subject_b [P] of an .npz, or the columns of a table with these names. Throws: Error(Data)
/// for missing arrays or columns (those that are there are named), lengths that differ, values that are not
/// finite, `same` of other values; Error(Io).
ScoreSet readScores(const std::filesystem::path& file, const ScoreMeaning& meaning = {});

}  // namespace pf
