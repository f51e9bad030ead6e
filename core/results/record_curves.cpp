#include "core/results/record_curves.h"

#include <cmath>

namespace pf {

std::vector<RiskRow> riskRows(const std::vector<RiskPoint>& points) {
    std::vector<RiskRow> rows;
    for (const RiskPoint& point : points) {
        rows.push_back({point.discard, point.riskThreshold, static_cast<std::size_t>(point.kept),
                        static_cast<std::size_t>(point.total), point.accuracy, point.threshold,
                        std::isfinite(point.accuracy)
                            ? ""
                            : "the " + std::to_string(point.kept) + " pairs kept are too few"});
    }
    return rows;
}

ScoreReport recordCurves(const EvaluationRecord& record) {
    ScoreReport report;
    report.name = record.set;
    report.score = "cosine";
    report.riskName = "sigma_sq max";
    report.hasRisks = true;
    if (!record.riskCurve.empty()) {
        RiskReport& risk = report.risk.emplace();
        risk.curve = riskRows(record.riskCurve);
        risk.random = riskRows(record.randomCurve);
    }
    if (!record.fnmrCurve.empty()) {
        EdcReport& edc = report.edc.emplace_back();
        edc.fixed.fmrTarget = record.fixedFmr;
        for (const auto& [discard, fnmr] : record.fnmrCurve) {
            EdcPoint point;
            point.discardFraction = discard;
            point.fnmr = fnmr;
            edc.points.push_back(point);
        }
    }
    return report;
}

}  // namespace pf
