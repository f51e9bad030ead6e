// Evaluation results with known numbers.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "ui/evaluate/plan/evaluation_job.h"

namespace pf::ui {

/// 6,000 pairs; cosine accuracy `accuracy` at discard 0, one per mille more for each further 10 %.
inline EvaluationResult fakeResult(const QString& model, const QString& set, double accuracy) {
    EvaluationResult result;
    result.model = model;
    result.modelPath = QStringLiteral("/runs/") + model;
    result.set = set;
    result.setPath = QStringLiteral("/data/") + set;
    EvaluationRecord& record = result.record;
    record.set = set.toStdString();
    record.pairs = 6000;
    record.fixedFmr = 1e-3;
    record.sigmaSq = {0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.6};
    for (const char* score : {"cosine", "mls", "attention"}) {
        record.scores[score].accuracy = accuracy;
        record.scores[score].tmrAtFmr = {{1e-2, 0.99, 0.0098, 0.3}};
    }
    for (int percent = 0; percent <= 50; ++percent) {
        RiskPoint point;
        point.discard = percent / 100.0;
        point.total = 6000;
        point.kept = 6000 - 60 * percent;
        point.accuracy = accuracy + percent * 1e-4;
        record.riskCurve.push_back(point);
        if (percent % 10 == 0 && percent <= 30) {
            record.riskMax.push_back(point);
        }
        point.accuracy = accuracy;
        record.randomCurve.push_back(point);
        record.fnmrCurve.push_back({point.discard, 0.02 * std::exp(-percent / 20.0)});
    }
    return result;
}

/// Pairs of unit vectors, every second one of the same person, the noise between them growing with sigma².
inline EmbeddingSet noisyPairs(std::size_t pairs, std::uint32_t seed) {
    constexpr std::size_t kSize = 8;
    EmbeddingSet set;
    set.embeddingSize = kSize;
    set.sigmaSize = 1;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::uniform_real_distribution<float> uniform(0.05F, 1.0F);
    const auto direction = [&] {
        std::array<float, kSize> vector;
        for (float& value : vector) {
            value = normal(random);
        }
        return vector;
    };
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const bool same = pair % 2 == 0;
        const auto first = direction();
        const auto second = same ? first : direction();
        for (const auto& face : {first, second}) {
            const float sigmaSq = uniform(random);
            std::array<float, kSize> noisy = face;
            float length = 0;
            for (float& value : noisy) {
                value += 1.4F * sigmaSq * normal(random);
                length += value * value;
            }
            for (const float value : noisy) {
                set.mu.push_back(value / std::sqrt(length));
            }
            set.sigmaSq.push_back(sigmaSq);
            set.names.push_back("face" + std::to_string(set.names.size()) + ".png");
            set.labels.push_back(-1);
            set.catalogIndex.push_back(set.catalogIndex.size());
        }
        set.issame.push_back(same);
    }
    return set;
}

/// A result with all of its pairs and curves, of 400 noisy pairs. The catalog's images do not exist.
inline EvaluationResult measuredResult(const QString& model, const QString& set, std::uint32_t seed = 1,
                                       std::size_t replicates = 0) {
    EvaluationResult result;
    result.model = model;
    result.modelPath = QStringLiteral("/runs/") + model;
    result.set = set;
    result.setPath = QStringLiteral("/data/") + set + QStringLiteral(".npz");
    EvaluationRequest request = fullEvaluation();
    request.report.bootstrap = replicates;
    result.evaluation = evaluateSet(noisyPairs(400, seed), request, set.toStdString(), {});
    result.record = result.evaluation->report.record;
    return result;
}

}  // namespace pf::ui
