#include "core/eval/report/open_set_report_json.h"

#include "core/eval/report/report_json.h"
#include "core/results/open_set_report.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

Json dirJson(const IdentificationScores& scores) {
    Json points = Json::array();
    for (std::size_t target = 0; target < scores.dir.size(); ++target) {
        const auto& point = scores.dir[target];
        Json trials = Json::array();
        for (const auto& trial : scores.dirByTrial) {
            trials.push_back({{"dir", trial[target].dir},
                              {"far", trial[target].far},
                              {"threshold", trial[target].threshold}});
        }
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

Json curveJson(const IdentificationScores& scores) {
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
            json["curve"][kind] = curveJson(scores);
        }
        json["cmc"][kind] = scores.cmc;
        json["cmc_trials"][kind] = scores.cmcByTrial;
    }
}

}  // namespace

namespace detail {

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

}  // namespace detail

std::string openSetReportText(const OpenSetReport& report, const std::string& setName) {
    Json json = {{"set", setName}};
    json.update(detail::openSetJson(report));
    return detail::reportText(json);
}

}  // namespace pf
