#include "core/eval/pairs/scored_pairs.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/base/error.h"
#include "core/eval/pairs/standard_errors.h"

namespace pf {
namespace {

void requireFits(const PairIndex& pairs, std::size_t rows, const std::string& name) {
    throwIf(pairs.a.size() != pairs.size() || pairs.b.size() != pairs.size(), ErrorCode::Shape,
            "the columns of its pairs differ in length", name);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (std::max(pairs.a[i], pairs.b[i]) >= rows) {
            throw Error(
                ErrorCode::Shape,
                messageFrom("pair ", i, " names row ", std::max(pairs.a[i], pairs.b[i]), " of ", rows), name);
        }
    }
}

PairRisks risksOf(FaceRisk faces, const PairIndex& pairs, RiskKind kind) {
    std::vector<double> values = risksOfPairs(faces, pairs, kind);
    return {faces.name + " " + std::string(riskKindName(kind)), kind, std::move(faces), std::move(values)};
}

/// The risk that a quality is: itself, or its negative when higher is better, so that the lowest quality of a
/// pair is its highest risk (`min-quality` and `max` are one rule).
FaceRisk riskOfQuality(const FaceQuality& quality) {
    FaceRisk risk{quality.name, quality.values};
    if (quality.higherIsBetter) {
        std::ranges::transform(risk.values, risk.values.begin(), std::negate<>());
    }
    return risk;
}

}  // namespace

bool needsSigma(PairScoreKind kind) {
    return kind == PairScoreKind::Mls || kind == PairScoreKind::DistanceTerm;
}

ScoredPairs scorePairSet(const EmbeddingSet& set, PairIndex pairs, const ScoringOptions& options,
                         const std::string& name) {
    requireFits(pairs, set.size(), name);
    return atSet(name, [&] {
        ScoredPairs scored;
        scored.name = name;
        scored.imageNames = set.names;
        scored.catalogIndex = set.catalogIndex;
        scored.sigmaSq = set.sigmaSummary();
        const FaceRows faces{set.mu, set.sigmaSq, set.embeddingSize, set.sigmaSize};
        for (const auto kind : options.scores) {
            if (needsSigma(kind) && !set.hasSigma()) {
                continue;
            }
            scored.scores.push_back({kind, scorePairs(kind, faces, pairs.a, pairs.b)});
        }
        if (set.hasSigma()) {
            scored.risks.push_back(risksOf({"sigma_sq", scored.sigmaSq}, pairs, options.risk));
        }
        for (const auto& quality : options.qualities) {
            if (quality.values.size() != set.size()) {
                throw Error(ErrorCode::Shape,
                            messageFrom("the quality '", quality.name, "' has ", quality.values.size(),
                                        " values for ", set.size(), " images"),
                            name);
            }
            scored.risks.push_back(risksOf(riskOfQuality(quality), pairs, options.risk));
            if (quality.higherIsBetter && options.risk == RiskKind::Max) {
                scored.risks.back().name =
                    quality.name + " min-quality";  // the usual words for the same rule
            }
        }
        scored.pairs = std::move(pairs);
        return scored;
    });
}

}  // namespace pf
