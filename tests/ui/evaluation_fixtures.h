// Evaluation results with known numbers.
#pragma once

#include <cmath>

#include "ui/evaluate/evaluation_job.h"

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
        record.scores[score].tarAtFar = {{1e-2, 0.99, 0.0098, 0.3}};
    }
    for (int percent = 0; percent <= 50; ++percent) {
        RiskPoint point;
        point.riskFactor = percent / 100.0;
        point.total = 6000;
        point.kept = 6000 - 60 * percent;
        point.accuracy = accuracy + percent * 1e-4;
        record.riskCurve.push_back(point);
        if (percent % 10 == 0 && percent <= 30) {
            record.riskMax.push_back(point);
        }
        point.accuracy = accuracy;
        record.randomCurve.push_back(point);
        record.fnmrCurve.push_back({point.riskFactor, 0.02 * std::exp(-percent / 20.0)});
    }
    return result;
}

}  // namespace pf::ui
