#include "core/session/evaluate/report_files.h"

#include <array>
#include <fstream>
#include <string_view>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/eval/charts/svg_chart.h"
#include "core/eval/report/extra_sections.h"
#include "core/eval/report/html_report.h"
#include "core/eval/report/report_json.h"

namespace pf {
namespace {

ReportContents contentsOf(const EvaluationReports& reports) {
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
    return contents;
}

/// Whether the file is one that svgChart wrote.
bool isOwnChart(const std::filesystem::path& file) {
    std::array<char, 200> start{};
    std::ifstream(file, std::ios::binary).read(start.data(), start.size());
    return std::string_view(start.data(), start.size()).find("class=\"pf-chart\"") != std::string_view::npos;
}

}  // namespace

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
        json.update(detail::scoreReportJson(*reports.scores));
    }
    if (reports.openSet) {
        Json identification = detail::openSetJson(*reports.openSet);
        json["openset"] = identification["openset"];
        identification.erase("openset");
        json["identification"] = std::move(identification);
    }
    if (reports.templates) {
        json["templates"] = detail::templateReportJson(*reports.templates, reports.title);
    }
    return detail::reportText(json);
}

std::string reportsHtml(const EvaluationReports& reports) {
    return htmlReport(contentsOf(reports));
}

void makeChartFolder(const std::filesystem::path& folder) {
    throwIf(pathExists(folder) && !pathIsFolder(folder), ErrorCode::Config, "is a file; charts need a folder",
            folder.string());
    throwIf(pathExists(folder / "metrics.jsonl"), ErrorCode::Config,
            "is the folder of a run; write the charts into another one", folder.string());
    makeFolder(folder);
}

std::size_t writeCharts(const EvaluationReports& reports, const std::filesystem::path& folder) {
    const auto charts = reportCharts(contentsOf(reports));
    makeChartFolder(folder);
    const auto fileOf = [&](const NamedChart& named) { return folder / (named.name + ".svg"); };
    for (const auto& named : charts) {
        throwIf(pathExists(fileOf(named)) && !isOwnChart(fileOf(named)), ErrorCode::Config,
                "is not a chart of this program and would be lost; choose another folder",
                fileOf(named).string());
    }
    for (const auto& named : charts) {
        writeTextAtomically(fileOf(named), svgChart(named.chart));
    }
    return charts.size();
}

}  // namespace pf
