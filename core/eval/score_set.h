// Scores of pairs and how uncertain each pair is, whatever made them: the input of the protocols that need no
// faces.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/eval/absent_pairs.h"

namespace pf {

/// 32 bits per number, as there can be millions of pairs.
struct ScoreSet {
    std::string name;
    std::string score = "score";     ///< what the scores are: "cosine", "mls" ...
    std::string riskName = "risk";   ///< what the risks are: "sigma_sq max" ...
    std::vector<float> values;       ///< [P]; higher is more alike
    std::vector<std::uint8_t> same;  ///< [P]; not zero for a genuine pair
    std::vector<float> risk;         ///< [P], or empty; the highest are discarded first
    /// Scores and risks before they were rounded to float32, for the 10-fold protocols; empty: float32 is all
    /// there is.
    std::vector<double> preciseValues;
    std::vector<double> preciseRisk;
    std::vector<std::int32_t> subjectA;  ///< [P], or empty: who is in the pair, for the bootstrap
    std::vector<std::int32_t> subjectB;
    AbsentPairs absent = {};  ///< pairs that the list has besides
};

/// Reads the arrays score [P], same [P] and optionally risk [P], subject_a and subject_b [P] of an .npz.
/// float64 values become float32. Throws: Error(Data) for missing arrays, lengths that differ, values that
/// are not finite; Error(Io).
ScoreSet readScores(const std::filesystem::path& file);

}  // namespace pf
