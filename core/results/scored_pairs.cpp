#include "core/results/scored_pairs.h"

#include <stdexcept>

namespace pf {

std::vector<double> risksOfPairs(const FaceRisk& faces, const PairIndex& pairs, RiskKind rule) {
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        a.push_back(faces.values[pairs.a[i]]);
        b.push_back(faces.values[pairs.b[i]]);
    }
    return pairRisk(a, b, rule);
}

const std::vector<double>& ScoredPairs::scoresOf(PairScoreKind kind) const {
    for (const PairScores& each : scores) {
        if (each.kind == kind) {
            return each.values;
        }
    }
    throw std::out_of_range("the pairs were not scored by " + std::string(pairScoreKindName(kind)));
}

PairScore ScoredPairs::scoreOf(std::size_t pair) const {
    PairScore score;
    for (const PairScores& each : scores) {
        const double value = each.values.at(pair);
        if (each.kind == PairScoreKind::Cosine) {
            score.cosine = value;
        } else if (each.kind == PairScoreKind::Mls) {
            score.mls = value;
        } else if (each.kind == PairScoreKind::DistanceTerm) {
            score.distanceTerm = -value;
        }
    }
    score.logVarianceTerm = -score.mls - score.distanceTerm;
    if (!sigmaSq.empty()) {
        score.sigmaSqA = sigmaSq.at(pairs.a.at(pair));
        score.sigmaSqB = sigmaSq.at(pairs.b.at(pair));
    }
    return score;
}

std::vector<double> ScoredPairs::riskBy(const PairRisks& risk, RiskKind rule) const {
    return risk.kind == rule ? risk.values : risksOfPairs(risk.faces, pairs, rule);
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
