#include "core/session/evaluate/report_files.h"

#include <utility>

#include "core/base/json_text.h"
#include "core/eval/report/extra_sections.h"
#include "core/eval/report/html_report.h"
#include "core/eval/report/report_json.h"
#include "core/eval/report/score_report_json.h"
#include "core/eval/report/template_report_json.h"

namespace pf {

std::string reportsText(const EvaluationReports& reports) {
    using detail::Json;
    Json json = {{"schema", detail::kReportSchema}};
    if (reports.pairs.size() == 1) {
        json.update(detail::pairReportJson(reports.pairs.front()->report));
    }
    for (const auto& evaluation :
         reports.pairs.size() > 1 ? reports.pairs : std::vector<PairEvaluationPtr>()) {
        json["sets"].push_back(detail::pairReportJson(evaluation->report));
    }
    if (reports.scores) {
        json.update(parseJson<Json>(scoreReportText(*reports.scores)));
    }
    if (reports.openSet) {
        Json identification = detail::openSetJson(*reports.openSet);
        json["openset"] = identification["openset"];
        identification.erase("openset");
        json["identification"] = std::move(identification);
    }
    if (reports.templates) {
        json["templates"] = parseJson<Json>(templateReportText(*reports.templates, reports.title));
    }
    return detail::reportText(json);
}

std::string reportsHtml(const EvaluationReports& reports) {
    ReportContents contents;
    contents.title = reports.title;
    for (const auto& evaluation : reports.pairs) {
        contents.pairs.push_back(&evaluation->report);
    }
    if (reports.scores) {
        contents.scores.push_back({"", "", &*reports.scores, reports.source, ""});
    }
    if (reports.openSet) {
        contents.sections.push_back(openSetSection(*reports.openSet));
    }
    if (reports.templates) {
        contents.templates.push_back({reports.title, &*reports.templates});
    }
    return htmlReport(contents);
}

}  // namespace pf
