#include "core/eval/report/extra_sections.h"

#include <optional>
#include <string>

#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/eval/report/method_table_text.h"

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

HtmlFigure dirFigure(const IdentificationResult& result) {
    HtmlFigure figure;
    figure.chart.title = "Identification of the right person while others are refused";
    figure.chart.description = "Detection and identification rate over the false alarm rate";
    figure.chart.x.name = "false alarm rate FAR (log)";
    figure.chart.x.scale = AxisScale::Log10;
    figure.chart.y.name = "detection and identification rate (%)";
    figure.chart.y.format = AxisFormat::Percent;
    int colour = 0;
    for (const auto& scores : result.scores) {
        SvgSeries line;
        line.name = nameOf(scores);
        line.colour = colour++;
        for (const auto& point : scores.curve) {
            line.x.push_back(point.farTarget);
            line.y.push_back(point.mean);
        }
        figure.chart.series.push_back(std::move(line));
    }
    return figure;
}

HtmlFigure cmcFigure(const IdentificationResult& result) {
    HtmlFigure figure;
    figure.chart.title = "Cumulative match characteristic (CMC)";
    figure.chart.description = "Share of the probes whose mate is within a rank";
    figure.chart.x.name = "rank";
    figure.chart.y.name = "match rate (%)";
    figure.chart.y.format = AxisFormat::Percent;
    int colour = 0;
    for (const auto& scores : result.scores) {
        SvgSeries line;
        line.name = nameOf(scores);
        line.mark = SvgMark::Step;
        line.colour = colour++;
        for (std::size_t rank = 1; rank <= scores.cmc.size(); ++rank) {
            line.x.push_back(static_cast<double>(rank));
            line.y.push_back(scores.cmc[rank - 1]);
        }
        figure.chart.series.push_back(std::move(line));
    }
    return figure;
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
        section.add(dirFigure(result));
    }
    section.add(cmcFigure(result));
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
