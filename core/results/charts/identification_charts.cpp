#include "core/results/charts/identification_charts.h"

#include "core/results/charts/chart_subject.h"
#include "core/results/report_numbers.h"

namespace pf {
namespace {

/// A line for each score of each set of trials; `addPoints` fills it.
template <typename AddPoints>
std::vector<ChartSeries> linesOf(const std::vector<NamedTrials>& trials, const AddPoints& addPoints) {
    std::vector<ChartSeries> lines;
    for (const auto& named : trials) {
        for (const auto& scores : named.result->scores) {
            const std::string label = scoreLabel(std::string(pairScoreKindName(scores.kind)));
            ChartSeries line;
            line.id = named.name + ", " + label;
            line.name = trials.size() > 1 ? line.id : label;
            line.colour = static_cast<int>(lines.size());
            addPoints(scores, line);
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

}  // namespace

ChartDescription dirChart(const std::vector<NamedTrials>& trials) {
    ChartDescription chart;
    chart.id = "dir";
    chart.title = "Detection and identification rate (DIR)";
    chart.caption =
        "How many of the probes of known people are found (rank 1, above the threshold), over the share of "
        "strangers that are taken for one of them.";
    chart.x = percentAxis("FAR (%)", AxisScale::Log10);
    chart.y = percentAxis("DIR at rank 1 (%)");
    chart.series = linesOf(trials, [](const IdentificationScores& scores, ChartSeries& line) {
        for (const auto& point : scores.curve) {
            line.add(point.farTarget, point.mean);
        }
    });
    if (trials.size() == 1 && !chart.series.empty()) {
        for (const auto& point : trials.front().result->scores.front().dir) {
            if (point.reachable) {
                chart.markers.push_back({point.farTarget, rateText(point.farTarget)});
            }
        }
    }
    return chart;
}

ChartDescription cmcChart(const std::vector<NamedTrials>& trials) {
    ChartDescription chart;
    chart.id = "cmc";
    chart.title = "Cumulative match characteristic (CMC)";
    chart.caption = "How many of the probes have their mate within a rank, whatever the threshold.";
    chart.x.name = "rank";
    chart.x.format = AxisFormat::Count;
    chart.y = percentAxis("found within the rank (%)");
    chart.series = linesOf(trials, [](const IdentificationScores& scores, ChartSeries& line) {
        line.dots = true;
        for (std::size_t rank = 1; rank <= scores.cmc.size(); ++rank) {
            line.add(static_cast<double>(rank), scores.cmc[rank - 1]);
        }
    });
    return chart;
}

ChartDescription templateChart(const TemplateReport& report) {
    ChartDescription chart;
    chart.id = "tar";
    chart.title = "TAR of fused templates, " + report.protocol;
    chart.caption =
        "True accept rate at the FAR targets of the protocol that can be measured, mean of the splits.";
    chart.x = percentAxis("FAR (%)", AxisScale::Log10);
    chart.y = percentAxis("TAR (%)");
    for (const auto& result : report.results) {
        ChartSeries line;
        line.name = templateFusionName(result.fusion) + ", " +
                    scoreLabel(std::string(pairScoreKindName(result.match)));
        line.id = line.name;
        line.colour = static_cast<int>(chart.series.size());
        line.dots = true;
        for (const auto& point : result.tar) {
            if (point.reachable) {
                line.add(point.farTarget, point.mean);
            }
        }
        chart.series.push_back(std::move(line));
    }
    return chart;
}

}  // namespace pf
