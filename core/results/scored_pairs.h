// The pairs of a set with their scores and risks: what every pair protocol, chart and list of pairs starts
// from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/metrics/pair_scores.h"
#include "core/metrics/risk.h"
#include "core/results/pair_index.h"
#include "core/results/score_set.h"

namespace pf {

/// One number per face that says how uncertain it is, from any source: sigma², or a quality score turned
/// over.
struct FaceRisk {
    std::string name;            ///< "sigma_sq", or the quality's name
    std::vector<double> values;  ///< [N]; the highest are the least certain
};

/// A quality score of every face, e.g. of OFIQ.
struct FaceQuality {
    std::string name;
    std::vector<double> values;  ///< [N]
    bool higherIsBetter = true;
};

struct ScoringOptions {
    std::vector<PairScoreKind> scores = {PairScoreKind::Cosine, PairScoreKind::Mls,
                                         PairScoreKind::DistanceTerm};
    RiskKind risk = RiskKind::Max;
    std::vector<FaceQuality> qualities;  ///< further risks beside sigma²
};

/// Scores of all pairs by one kind.
struct PairScores {
    PairScoreKind kind = PairScoreKind::Cosine;
    std::vector<double> values;  ///< [P]
};

/// Risks of all pairs by one source.
struct PairRisks {
    std::string name;  ///< "sigma_sq max", "ofiq min-quality" ...
    RiskKind kind = RiskKind::Max;
    FaceRisk faces;
    std::vector<double> values;  ///< [P]
};

/// The risks of pairs from those of their faces. Throws: std::domain_error (not finite).
std::vector<double> risksOfPairs(const FaceRisk& faces, const PairIndex& pairs, RiskKind rule);

struct ScoredPairs {
    std::string name;                       ///< of the set
    std::vector<std::string> imageNames;    ///< [N]
    std::vector<std::size_t> catalogIndex;  ///< [N] place in the image set; empty for ready embeddings
    std::vector<double> sigmaSq;  ///< [N] one number per face, see EmbeddingSet::sigmaSummary; or empty
    PairIndex pairs;
    std::vector<PairScores> scores;  ///< in the order asked; the first is the report's main score
    std::vector<PairRisks> risks;    ///< sigma² first, where there is one, then the qualities; may be empty

    std::size_t size() const { return pairs.size(); }
    /// Throws: std::out_of_range when the kind was not asked for.
    const std::vector<double>& scoresOf(PairScoreKind kind) const;
    /// What the kinds that were asked for say of one pair. Throws: std::out_of_range when it is not there.
    PairScore scoreOf(std::size_t pair) const;
    /// The values of a risk of theirs by either rule.
    std::vector<double> riskBy(const PairRisks& risk, RiskKind rule) const;
    /// One score with one risk (none when there is no such risk), for evaluateScores. Cost: at most 25 bytes
    /// per pair.
    ScoreSet scoreSet(std::size_t score, std::size_t risk) const;
};

}  // namespace pf
