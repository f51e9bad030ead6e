#include "core/results/charts/report_charts.h"

#include "core/results/charts/discard_charts.h"
#include "core/results/charts/score_charts.h"

namespace pf {

std::vector<ReportChart> pairCharts(const ChartSubjects& subjects) {
    std::vector<ReportChart> charts;
    const auto scores = scoresOf(subjects);
    for (const auto& score : scores) {
        const bool isAside = score != scores.front();
        const auto add = [&](ChartDescription chart, const std::string& suffix) {
            if (!chart.series.empty()) {
                chart.id += suffix.empty() ? "" : "-" + suffix;
                charts.push_back({std::move(chart), isAside});
            }
        };
        add(riskChart(subjects, score), score);
        for (const double target : edcTargets(subjects, score)) {
            add(edcChart(subjects, score, target), score);
        }
        for (const double target : ercTargets(subjects, score)) {
            add(ercChart(subjects, score, target), score);
        }
        const bool hasSeveral = subjects.size() > 1;
        if (hasSeveral || !isAside) {
            const std::string shown = hasSeveral ? score : "";
            add(rocChart(subjects, shown), shown);
            add(detChart(subjects, shown), shown);
        }
        for (const auto& subject : subjects) {
            ChartDescription chart = scoresChart({subject}, score);
            chart.title += hasSeveral ? ", " + subject.name : "";
            add(std::move(chart), score + (hasSeveral ? "-" + subject.name : ""));
        }
    }
    return charts;
}

}  // namespace pf
