// Scores of pairs and how uncertain each pair is, whatever made them: the input of the protocols that need no
// faces.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results/absent_pairs.h"
#include "core/results/pair_numbers.h"

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

}  // namespace pf
