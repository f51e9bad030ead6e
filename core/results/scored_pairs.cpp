#include "core/results/scored_pairs.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/metrics/pair_scores.h"

namespace pf {

const std::vector<double>& ScoredPairs::scoresOf(PairScoreKind kind) const {
    for (const PairScores& each : scores) {
        if (each.kind == kind) {
            return each.values;
        }
    }
    throw std::out_of_range("the pairs were not scored by " + std::string(pairScoreKindName(kind)));
}

ScoreSet ScoredPairs::scoreSet(std::size_t score, std::size_t risk) const {
    ScoreSet set;
    set.name = name;
    set.score = pairScoreKindName(scores.at(score).kind);
    set.values = scores.at(score).values;
    set.same = pairs.same;
    if (risk < risks.size()) {
        set.riskName = risks[risk].name;
        set.risk = risks[risk].values;
    }
    set.subjectA = pairs.subjectA;
    set.subjectB = pairs.subjectB;
    set.absent = pairs.absent;
    return set;
}

}  // namespace pf
