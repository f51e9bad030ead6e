// Scores of pairs and how uncertain each pair is, whatever made them: the input of the protocols that need no
// faces.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/eval/absent_pairs.h"
#include "core/eval/pair_numbers.h"

namespace pf {

struct ScoreSet {
    std::string name;
    std::string score = "score";         ///< what the scores are: "cosine", "mls" ...
    std::string riskName = "risk";       ///< what the risks are: "sigma_sq max" ...
    PairNumbers values;                  ///< [P]; higher is more alike
    std::vector<std::uint8_t> same;      ///< [P]; not zero for a genuine pair
    PairNumbers risk;                    ///< [P], or empty; the highest are discarded first
    std::vector<std::int32_t> subjectA;  ///< [P], or empty: who is in the pair, for the bootstrap
    std::vector<std::int32_t> subjectB;
    AbsentPairs absent = {};  ///< pairs that the list has besides
};

/// What the numbers of a file mean, where it is not the usual.
struct ScoreMeaning {
    bool scoreIsDistance = false;  ///< lower is more alike: its negative is the score
    bool riskIsQuality = false;    ///< higher is better: its negative is the risk
};

/// What people call the scores; the first is what this program writes.
const std::vector<std::string_view>& scoreColumnNames();

/// Whether a file has scores of pairs and flags: an .npz with such arrays, or a table with such a header.
/// Throws: Error(Io), Error(Data) for what is no text and no .npz.
bool holdsScores(const std::filesystem::path& file);

/// Reads the arrays score [P], same [P] (1 for a genuine pair, else 0 or -1) and optionally risk [P],
/// subject_a and subject_b [P] of an .npz, or the columns of a table with these names. Throws: Error(Data)
/// for missing arrays or columns (those that are there are named), lengths that differ, values that are not
/// finite, `same` of other values; Error(Io).
ScoreSet readScores(const std::filesystem::path& file, const ScoreMeaning& meaning = {});

}  // namespace pf
