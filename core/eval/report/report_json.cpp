#include "core/eval/report/report_json.h"

#include <cmath>

#include "core/base/json_text.h"
#include "core/base/records_json.h"

namespace pf {
namespace detail {
namespace {

/// null for a value that is not finite.
Json finiteJson(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json intervalJson(const Interval& interval) {
    return {finiteJson(interval.low), finiteJson(interval.high)};
}

template <typename Items, typename ToJson>
Json listOf(const Items& items, const ToJson& toJson) {
    Json list = Json::array();
    for (const auto& item : items) {
        list.push_back(toJson(item));
    }
    return list;
}

Json operatingPointJson(const OperatingPoint& point) {
    return {{"far_target", point.fmrTarget}, {"tar", point.tmr},
            {"fnmr", point.fnmr()},          {"far", point.fmr},
            {"threshold", point.threshold},  {"reachable", point.reachable}};
}

Json areasJson(const DiscardAreas& areas) {
    return {{"0.2", areas.upTo20}, {"0.3", areas.upTo30}, {"1.0", areas.full}};
}

Json verificationJson(const VerificationReport& verification) {
    Json json = {{"protocol",
                  "10 contiguous folds; the threshold of each is fitted on the other nine: the mean of all "
                  "genuine scores of the highest accuracy; accept when score >= threshold"},
                 {"accuracy", verification.folds.accuracy},
                 {"threshold", verification.folds.threshold},
                 {"std_over_folds", verification.foldDeviation}};
    if (verification.interval) {
        json["accuracy_interval"] = intervalJson(*verification.interval);
    }
    json["folds"] = listOf(verification.folds.folds, [](const FoldResult& fold) -> Json {
        return {{"pairs", fold.pairs}, {"accuracy", fold.accuracy}, {"threshold", fold.threshold}};
    });
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
                         finiteJson(risk.random[i].accuracy)});
    }
    return {{"protocol",
             "pairs with a risk above the percentile (1 - r) 100 are left out and the 10-fold verification "
             "is run on the rest: the threshold is re-fitted"},
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
    Json points = listOf(roc.points, [](const RocPoint& point) -> Json {
        return {point.threshold, point.fmr, point.tmr};
    });
    Json json = {
        {"protocol",
         "accept when score >= threshold; threshold of an FMR target = the round(FMR n)-th highest of the n "
         "impostor scores, or just above it when more of them tie with it: far is the rate that was reached"},
        {"auc", roc.areaUnderCurve},
        {"eer", {{"rate", roc.equalError.rate}, {"threshold", roc.equalError.threshold}}},
        {"d_prime", roc.dPrime ? finiteJson(*roc.dPrime) : Json(nullptr)},
        {"tar_at_far", std::move(listed)},
        {"points_columns", {"threshold", "far", "tar"}},
        {"points", std::move(points)}};
    if (!roc.bandIntervals.empty()) {
        json["band_far"] = roc.bandFmrs;
        json["band_tar_intervals"] = listOf(roc.bandIntervals, intervalJson);
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
         "threshold fixed with all pairs, riskiest discarded first, pairs of equal risk together; stepwise "
         "areas under the FNMR"},
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
        json["fnmr_intervals"] = listOf(edc.intervals, intervalJson);
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

/// The keys of one score with one risk.
Json curveJson(const ScoreReport& report) {
    Json json = {{"score", report.score}, {"risk", report.hasRisks ? Json(report.riskName) : Json(nullptr)}};
    if (report.replicates > 0) {
        json["bootstrap"] = {{"over", report.overIdentities ? "identities" : "pairs"},
                             {"replicates", report.replicates},
                             {"confidence", kConfidence}};
    }
    if (!report.warnings.empty()) {
        json["warnings"] = report.warnings;
    }
    const auto add = [&](const char* key, const auto& part, const auto& toJson) {
        if (part) {
            json[key] = toJson(*part);
        }
    };
    add("verification", report.verification, verificationJson);
    add("risk_controlled", report.risk, riskJson);
    add("roc", report.roc, rocJson);
    add("distribution", report.distribution, distributionJson);
    for (const auto& edc : report.edc) {
        json["edc"].push_back(edcJson(edc));
    }
    for (const auto& erc : report.erc) {
        json["erc"].push_back(ercJson(erc));
    }
    return json;
}

Json dirJson(const IdentificationScores& scores) {
    Json points = Json::array();
    for (std::size_t target = 0; target < scores.dir.size(); ++target) {
        const auto& point = scores.dir[target];
        Json trials = listOf(scores.dirByTrial, [&](const std::vector<DirPoint>& trial) -> Json {
            const DirPoint& at = trial[target];
            return {{"dir", at.dir}, {"far", at.far}, {"threshold", at.threshold}};
        });
        points.push_back({{"far_target", point.farTarget},
                          {"dir", point.mean},
                          {"std", point.deviation},
                          {"threshold", point.threshold},
                          {"far", point.far},
                          {"reachable", point.reachable},
                          {"trials", std::move(trials)}});
    }
    return points;
}

Json dirCurveJson(const IdentificationScores& scores) {
    Json curve = {{"far_target", Json::array()}, {"dir", Json::array()}, {"std", Json::array()}};
    for (const auto& point : scores.curve) {
        curve["far_target"].push_back(point.farTarget);
        curve["dir"].push_back(point.mean);
        curve["std"].push_back(point.deviation);
    }
    return curve;
}

/// Adds the keys of one set of trials.
void addResult(Json& json, const IdentificationResult& result) {
    json["protocol"] = result.protocol;
    json["files"] = result.files;
    json["trials"] = result.trials;
    json["counts"] = {{"gallery", result.gallery},
                      {"genuine_probes", result.genuine},
                      {"impostor_probes", result.impostor}};
    for (const auto& scores : result.scores) {
        const std::string kind(pairScoreKindName(scores.kind));
        if (!scores.dir.empty()) {
            json["openset"][kind] = dirJson(scores);
            json["curve"][kind] = dirCurveJson(scores);
        }
        json["cmc"][kind] = scores.cmc;
        json["cmc_trials"][kind] = scores.cmcByTrial;
    }
}

Json splitJson(const TemplateSplitCounts& split) {
    return {{"name", split.name},
            {"templates", split.templates},
            {"unusable_templates", split.unusableTemplates},
            {"genuine", split.genuine},
            {"impostor", split.impostor},
            {"unusable_comparisons", split.unusableComparisons},
            {"images", split.images},
            {"missing_images", split.missingImages}};
}

Json resultJson(const TemplateResult& result) {
    Json tar = Json::array();
    for (std::size_t target = 0; target < result.tar.size(); ++target) {
        const auto& point = result.tar[target];
        Json splits = listOf(result.bySplit, [&](const std::vector<OperatingPoint>& split) -> Json {
            const OperatingPoint& at = split[target];
            return {{"tar", at.tmr}, {"far", at.fmr}, {"threshold", at.threshold}};
        });
        tar.push_back({{"far_target", point.farTarget},
                       {"tar", point.mean},
                       {"std", point.deviation},
                       {"far", point.far},
                       {"reachable", point.reachable},
                       {"splits", std::move(splits)}});
    }
    return {{"fusion", templateFusionName(result.fusion)},
            {"match", pairScoreKindName(result.match)},
            {"below_unusable", result.belowUnusable},
            {"tar_at_far", std::move(tar)}};
}

Json absentJson(const AbsentPairs& absent) {
    return {{"images_failed", absent.failed.size()},
            {"images_needed", absent.images > 0 ? Json(absent.images) : Json(nullptr)},
            {"pairs_listed", absent.any() ? Json(absent.listed) : Json(nullptr)},
            {"genuine_left_out", absent.genuine},
            {"impostor_left_out", absent.impostor},
            {"folds", absent.any() && absent.place.empty() ? "laid anew" : "as listed"}};
}

Json protocolCardJson(const ProtocolCard& card) {
    return {{"program", card.program},
            {"created", card.created},
            {"set", card.set},
            {"source", card.source},
            {"data_sha256", card.dataHash},
            {"model", card.model},
            {"model_name", card.modelName},
            {"backbone", card.backbone},
            {"preprocessing", card.preprocessing},
            {"pairs_from", card.pairsFrom},
            {"subjects_from", card.subjectsFrom},
            {"training_overlap", card.trainingOverlap},
            {"overlaps_training", card.overlapsTraining},
            {"images", card.images},
            {"pairs", card.pairs},
            {"genuine", card.genuine},
            {"impostor", card.impostor},
            {"embedding_size", card.embeddingSize},
            {"sigma_size", card.sigmaSize},
            {"skipped", card.skipped},
            {"failure_to_enrol", absentJson(card.absent)},
            {"notes", card.notes},
            {"warnings", card.warnings}};
}

}  // namespace

Json pairReportJson(const PairReport& report) {
    Json json = {{"schema", kReportSchema}, {"card", protocolCardJson(report.card)}};
    Json record = parseJson<Json>(evaluationReportText(report.record));
    // The curves below say the same at full length.
    record.erase("edc");
    if (report.card.sigmaSize == 0) {
        for (const char* key : {"percentiles", "risk_max", "risk_add", "risk_curve", "random_curve"}) {
            record.erase(key);
        }
    }
    json.update(record);
    json["seconds"] = report.seconds;
    for (std::size_t i = 0; i < report.curves.size(); ++i) {
        Json curve = curveJson(report.curves[i]);
        if (i == 0) {
            json.update(curve);
        } else {
            json["other_curves"].push_back(std::move(curve));
        }
    }
    return json;
}

Json scoreReportJson(const ScoreReport& report) {
    Json json = {{"set", report.name},
                 {"pairs", report.pairs},
                 {"genuine", report.genuine},
                 {"impostor", report.impostor},
                 {"seconds", report.seconds}};
    json.update(curveJson(report));
    return json;
}

Json openSetJson(const OpenSetReport& report) {
    Json json = {{"images", report.images}};
    if (report.openSet.trials > 0 || report.published.trials > 0) {
        addResult(json, report.openSet.trials > 0 ? report.openSet : report.published);
    }
    if (report.closedSet.trials > 0) {
        addResult(json["closed_set"], report.closedSet);
    }
    if (report.published.trials > 0) {
        addResult(json["blufr"], report.published);
    }
    json["notes"] = report.notes;
    json["interrupted"] = report.interrupted;
    json["seconds"] = report.elapsedSeconds;
    return json;
}

Json templateReportJson(const TemplateReport& report, const std::string& setName) {
    return {{"set", setName},
            {"protocol", report.protocol},
            {"splits", listOf(report.splits, splitJson)},
            {"missing_images", report.missingImages},
            {"first_missing", report.firstMissing},
            {"results", listOf(report.results, resultJson)},
            {"notes", report.notes},
            {"seconds", report.elapsedSeconds}};
}

std::string reportText(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace detail

std::string pairReportText(const PairReport& report) {
    return detail::reportText(detail::pairReportJson(report));
}

std::string openSetReportText(const OpenSetReport& report, const std::string& setName) {
    detail::Json json = {{"set", setName}};
    json.update(detail::openSetJson(report));
    return detail::reportText(json);
}

std::string templateReportText(const TemplateReport& report, const std::string& setName) {
    return detail::reportText(detail::templateReportJson(report, setName));
}

}  // namespace pf
