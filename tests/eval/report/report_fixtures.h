// Reports to be written: of drawn faces, as evaluatePairSet and evaluateScores make them.
#pragma once

#include <cmath>
#include <string>

#include "core/base/rng.h"
#include "core/eval/pairs/pair_report.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/results/embedding_set.h"

namespace pf::test {

/// Faces of `people` with labels, whose noise, and so whose sigma², differs.
inline EmbeddingSet drawnFaces(std::size_t pairs, std::size_t people) {
    constexpr std::size_t kSize = 8;
    EmbeddingSet set;
    set.embeddingSize = kSize;
    set.sigmaSize = 1;
    Rng rng(3);
    std::vector<std::array<double, kSize>> centres(people);
    for (auto& centre : centres) {
        for (auto& value : centre) {
            value = rng.normal();
        }
    }
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const bool same = pair % 2 == 0;
        for (std::size_t side = 0; side < 2; ++side) {
            const std::size_t who = (pair * 7 + (same ? 0 : side)) % people;
            const double noise = 0.1 + 2.0 * rng.uniform() * rng.uniform();
            std::array<double, kSize> mu{};
            double square = 0;
            for (std::size_t d = 0; d < kSize; ++d) {
                mu[d] = centres[who][d] + noise * rng.normal();
                square += mu[d] * mu[d];
            }
            for (const double value : mu) {
                set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
            }
            set.sigmaSq.push_back(static_cast<float>(0.1 + noise * noise));
            set.names.push_back("face");
            set.labels.push_back(static_cast<int>(who));
        }
        set.issame.push_back(same);
    }
    for (std::size_t who = 0; who < people; ++who) {
        set.identities.push_back("person");
    }
    return set;
}

/// Every protocol, with intervals.
inline ScoreReportOptions everything(std::size_t replicates) {
    ScoreReportOptions options;
    options.verification = true;
    options.risk = true;
    options.erc = true;
    options.fmrTargets = {1e-2, 1e-1};
    options.bootstrap = replicates;
    return options;
}

inline PairReport drawnReport(const std::string& model, const std::string& set,
                              const ScoreReportOptions& options, const ScoringOptions& scoring = {}) {
    EmbeddingSet faces = drawnFaces(400, 40);
    ProtocolCard card;
    card.program = "ProbFace Studio test";
    card.source = "/data/" + set + ".bin";
    card.modelName = model;
    card.pairsFrom = "issame of the set";
    card.subjectsFrom = "labels of the set";
    ScoredPairs pairs = scorePairSet(faces, rowPairs(faces), scoring, set);
    return evaluatePairSet(std::move(pairs), faces, EvaluationOptions{}, options, std::move(card)).report;
}

}  // namespace pf::test
