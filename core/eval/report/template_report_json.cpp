#include "core/eval/report/template_report_json.h"

#include <nlohmann/json.hpp>

#include "core/results/template_report.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

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
        Json splits = Json::array();
        for (const auto& split : result.bySplit) {
            splits.push_back({{"tar", split[target].tmr},
                              {"far", split[target].fmr},
                              {"threshold", split[target].threshold}});
        }
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

}  // namespace

std::string templateReportText(const TemplateReport& report, const std::string& setName) {
    Json splits = Json::array();
    for (const auto& split : report.splits) {
        splits.push_back(splitJson(split));
    }
    Json results = Json::array();
    for (const auto& result : report.results) {
        results.push_back(resultJson(result));
    }
    const Json json = {{"set", setName},
                       {"protocol", report.protocol},
                       {"splits", std::move(splits)},
                       {"missing_images", report.missingImages},
                       {"first_missing", report.firstMissing},
                       {"results", std::move(results)},
                       {"notes", report.notes},
                       {"seconds", report.elapsedSeconds}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pf
