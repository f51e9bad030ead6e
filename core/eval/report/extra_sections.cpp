#include "core/eval/report/extra_sections.h"

#include <string>

#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/eval/report/method_table_text.h"
#include "core/results/charts/identification_charts.h"

namespace pf {
namespace {

std::string nameOf(const IdentificationScores& scores) {
    return std::string(pairScoreKindName(scores.kind));
}

HtmlTable dirTable(const IdentificationResult& result) {
    HtmlTable table;
    table.caption = "Detection and identification rate, mean ± deviation over " +
                    std::to_string(result.trials) + " trials, with the mean threshold";
    table.columns = {"score"};
    for (const auto& dir : result.scores.front().dir) {
        table.columns.emplace_back("DIR at FAR " + formatNumber(dir.farTarget));
    }
    for (const auto& scores : result.scores) {
        std::vector<HtmlCell> row = {nameOf(scores)};
        for (const auto& dir : scores.dir) {
            row.emplace_back(formatPercent(dir.mean),
                             dir.reachable ? "± " + formatPercent(dir.deviation) + ", threshold " +
                                                 formatNumber(dir.threshold) + ", FAR reached " +
                                                 formatted("%.3g", dir.far)
                                           : std::string("too few impostor probes for this FAR"));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

HtmlTable cmcTable(const IdentificationResult& result) {
    HtmlTable table;
    table.caption = "Match rate by rank, mean over the trials";
    table.columns = {"score"};
    for (std::size_t rank = 1; rank <= result.scores.front().cmc.size(); ++rank) {
        if (rank <= 5 || rank % 5 == 0) {
            table.columns.emplace_back("rank " + std::to_string(rank));
        }
    }
    for (const auto& scores : result.scores) {
        std::vector<HtmlCell> row = {nameOf(scores)};
        for (std::size_t rank = 1; rank <= scores.cmc.size(); ++rank) {
            if (rank <= 5 || rank % 5 == 0) {
                row.emplace_back(formatPercent(scores.cmc[rank - 1]));
            }
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

HtmlFigure figureOf(ChartDescription chart, const std::string& title) {
    chart.id = title + " " + chart.id;
    return {std::move(chart)};
}

void addResult(HtmlSection& section, const char* title, const IdentificationResult& result) {
    if (result.trials == 0 || result.scores.empty()) {
        return;
    }
    section.add(HtmlHeading{title});
    section.add(HtmlParagraph{result.protocol});
    section.add(
        HtmlParagraph{formatCount(static_cast<std::int64_t>(result.gallery)) + " images in the gallery, " +
                      formatCount(static_cast<std::int64_t>(result.genuine)) + " genuine and " +
                      formatCount(static_cast<std::int64_t>(result.impostor)) + " impostor probes (mean of " +
                      std::to_string(result.trials) + " trials), from " + result.files + "."});
    if (!result.scores.front().dir.empty()) {
        section.add(dirTable(result));
        section.add(figureOf(dirChart({{"", &result}}), title));
    }
    section.add(figureOf(cmcChart({{"", &result}}), title));
    section.add(cmcTable(result));
}

}  // namespace

HtmlSection openSetSection(const OpenSetReport& report, const std::string& name) {
    HtmlSection section;
    section.title = "Identification" + (name.empty() ? "" : ": " + name);
    addResult(section, "Open set", report.openSet);
    addResult(section, "Closed set", report.closedSet);
    addResult(section, "BLUFR as published", report.published);
    for (const auto& note : report.notes) {
        section.add(HtmlParagraph{note});
    }
    return section;
}

HtmlSection methodTableSection(const MethodTable& table) {
    HtmlSection section;
    section.title = "Methods: " + table.metric.title();
    HtmlTable html;
    html.wordColumns = 2;
    html.columns = {"method", "score"};
    for (const auto& column : methodTableColumns(table)) {
        html.columns.emplace_back(column.title);
    }
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        std::vector<HtmlCell> cells = {table.rows[row].method, table.rows[row].score};
        for (const auto& column : methodTableColumns(table)) {
            HtmlCell cell(column.texts[row].empty() ? "–" : column.texts[row],
                          column.spreads[row].empty() ? column.problems[row] : "± " + column.spreads[row]);
            cell.strong = column.best[row];
            cells.push_back(std::move(cell));
        }
        html.rows.push_back(std::move(cells));
    }
    section.add(std::move(html));
    for (const auto& note : table.notes) {
        section.add(HtmlParagraph{note});
    }
    return section;
}

}  // namespace pf
