#include "core/eval/report/score_report_json.h"

#include "core/eval/report/report_json.h"
#include "core/results/score_report.h"

namespace pf {
namespace detail {
namespace {

Json operatingPointJson(const OperatingPoint& point) {
    return {{"far_target", point.fmrTarget}, {"tar", point.tmr},
            {"fnmr", point.fnmr()},          {"far", point.fmr},
            {"threshold", point.threshold},  {"reachable", point.reachable}};
}

Json intervalsJson(const std::vector<Interval>& intervals) {
    Json json = Json::array();
    for (const auto& interval : intervals) {
        json.push_back(intervalJson(interval));
    }
    return json;
}

Json areasJson(const DiscardAreas& areas) {
    return {{"0.2", areas.upTo20}, {"0.3", areas.upTo30}, {"1.0", areas.full}};
}

Json verificationJson(const VerificationReport& verification) {
    Json folds = Json::array();
    for (const auto& fold : verification.folds.folds) {
        folds.push_back({{"pairs", fold.pairs}, {"accuracy", fold.accuracy}, {"threshold", fold.threshold}});
    }
    Json json = {
        {"protocol",
         "10 contiguous folds; the threshold of each is fitted on the other nine: the mean of all genuine "
         "scores of the highest accuracy; accept when score >= threshold"},
        {"accuracy", verification.folds.accuracy},
        {"threshold", verification.folds.threshold},
        {"std_over_folds", verification.foldDeviation}};
    if (verification.interval) {
        json["accuracy_interval"] = intervalJson(*verification.interval);
    }
    json["folds"] = std::move(folds);
    return json;
}

Json riskJson(const RiskReport& risk) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < risk.rows.size(); ++i) {
        const auto& row = risk.rows[i];
        rows.push_back({{"risk_factor", row.discard},
                        {"risk_threshold", finiteJson(row.riskThreshold)},
                        {"kept", row.kept},
                        {"total", row.total},
                        {"accuracy", finiteJson(row.accuracy)},
                        {"threshold", finiteJson(row.threshold)}});
        if (!row.problem.empty()) {
            rows.back()["problem"] = row.problem;
        }
        if (!risk.intervals.empty()) {
            rows.back()["accuracy_interval"] = intervalJson(risk.intervals[i]);
        }
    }
    Json curve = Json::array();
    for (std::size_t i = 0; i < risk.curve.size(); ++i) {
        const auto& row = risk.curve[i];
        curve.push_back({row.discard, row.kept, finiteJson(row.accuracy), finiteJson(row.threshold),
                         finiteJson(risk.random[i].meanAccuracy)});
    }
    return {{"protocol",
             "pairs with a risk above the percentile (1 - r) 100 are left out and the 10-fold verification "
             "is run on "
             "the rest: the threshold is re-fitted"},
            {"rows", std::move(rows)},
            {"curve_columns", {"discard_fraction", "kept", "accuracy", "threshold", "random_accuracy"}},
            {"curve", std::move(curve)}};
}

Json rocJson(const RocReport& roc) {
    Json listed = Json::array();
    for (std::size_t i = 0; i < roc.tmrAtFmr.size(); ++i) {
        listed.push_back(operatingPointJson(roc.tmrAtFmr[i]));
        if (!roc.tmrIntervals.empty()) {
            listed.back()["tar_interval"] = intervalJson(roc.tmrIntervals[i]);
        }
    }
    Json points = Json::array();
    for (const auto& point : roc.points) {
        points.push_back({point.threshold, point.fmr, point.tmr});
    }
    Json json = {
        {"protocol",
         "accept when score >= threshold; threshold of an FMR target = the round(FMR n)-th highest of the "
         "n impostor scores, or just above it when more of them tie with it: far is the rate that was "
         "reached"},
        {"auc", roc.areaUnderCurve},
        {"eer", {{"rate", roc.equalError.rate}, {"threshold", roc.equalError.threshold}}},
        {"d_prime", roc.dPrime ? finiteJson(*roc.dPrime) : Json(nullptr)},
        {"tar_at_far", std::move(listed)},
        {"points_columns", {"threshold", "far", "tar"}},
        {"points", std::move(points)}};
    if (!roc.bandIntervals.empty()) {
        json["band_far"] = roc.bandFmrs;
        json["band_tar_intervals"] = intervalsJson(roc.bandIntervals);
    }
    return json;
}

Json distributionJson(const DistributionReport& distribution) {
    Json accuracy = Json::array();
    for (std::size_t i = 0; i < distribution.thresholds.size(); ++i) {
        accuracy.push_back({distribution.thresholds[i], distribution.accuracies[i]});
    }
    return {{"low", distribution.genuine.low},
            {"high", distribution.genuine.high},
            {"genuine", distribution.genuine.counts},
            {"impostor", distribution.impostor.counts},
            {"best_accuracy", distribution.bestAccuracy},
            {"best_threshold", distribution.bestThreshold},
            {"accuracy_columns", {"threshold", "accuracy"}},
            {"accuracy", std::move(accuracy)}};
}

Json edcJson(const EdcReport& edc) {
    Json points = Json::array();
    for (std::size_t i = 0; i < edc.points.size(); ++i) {
        const auto& point = edc.points[i];
        points.push_back(
            {point.discardFraction, point.kept, point.riskThreshold, point.fnmr, point.fmr, edc.oracle[i]});
    }
    Json json = {
        {"protocol",
         "threshold fixed with all pairs, riskiest discarded first, pairs of equal risk together; "
         "stepwise areas under the FNMR"},
        {"fixed", operatingPointJson(edc.fixed)},
        {"pauc", areasJson(edc.area)},
        {"pauc_oracle", areasJson(edc.oracleArea)},
        {"pauc_random", areasJson(edc.randomArea)},
        {"auerc", edc.auerc},
        {"auerc30", edc.auerc30},
        {"points_columns", {"discard_fraction", "kept", "risk_threshold", "fnmr", "fmr", "oracle_fnmr"}},
        {"points", std::move(points)}};
    if (!edc.intervals.empty()) {
        json["pauc_interval"] = {{"0.2", intervalJson(edc.areaIntervals[0])},
                                 {"0.3", intervalJson(edc.areaIntervals[1])},
                                 {"1.0", intervalJson(edc.areaIntervals[2])}};
        json["fnmr_intervals"] = intervalsJson(edc.intervals);
    }
    return json;
}

Json ercJson(const ErcCurve& erc) {
    Json points = Json::array();
    for (const auto& point : erc.points) {
        points.push_back({point.rejectFraction, point.kept,
                          point.measured ? finiteJson(point.point.fnmr()) : Json(nullptr),
                          point.measured ? finiteJson(point.point.threshold) : Json(nullptr)});
    }
    return {{"protocol", "threshold set anew at every step on the pairs kept; trapezoids under the FNMR"},
            {"fmr_target", erc.fmrTarget},
            {"area", erc.area()},
            {"points_columns", {"reject_fraction", "kept", "fnmr", "threshold"}},
            {"points", std::move(points)}};
}

}  // namespace

Json scoreReportJson(const ScoreReport& report) {
    Json json = {{"score", report.score}, {"risk", report.hasRisks ? Json(report.riskName) : Json(nullptr)}};
    if (report.replicates > 0) {
        json["bootstrap"] = {{"over", report.overIdentities ? "identities" : "pairs"},
                             {"replicates", report.replicates},
                             {"confidence", kConfidence}};
    }
    if (!report.warnings.empty()) {
        json["warnings"] = report.warnings;
    }
    if (report.verification) {
        json["verification"] = verificationJson(*report.verification);
    }
    if (report.risk) {
        json["risk_controlled"] = riskJson(*report.risk);
    }
    if (report.roc) {
        json["roc"] = rocJson(*report.roc);
    }
    if (report.distribution) {
        json["distribution"] = distributionJson(*report.distribution);
    }
    for (const auto& edc : report.edc) {
        json["edc"].push_back(edcJson(edc));
    }
    for (const auto& erc : report.erc) {
        json["erc"].push_back(ercJson(erc));
    }
    return json;
}

}  // namespace detail

std::string scoreReportText(const ScoreReport& report) {
    detail::Json json = {{"set", report.name},
                         {"pairs", report.pairs},
                         {"genuine", report.genuine},
                         {"impostor", report.impostor},
                         {"seconds", report.seconds}};
    json.update(detail::scoreReportJson(report));
    return detail::reportText(json);
}

}  // namespace pf
