// Which charts a report has, and in which order.
#pragma once

#include <vector>

#include "core/results/charts/chart_subject.h"

namespace pf {

struct ReportChart {
    ChartDescription chart;
    bool isAside = false;  ///< of another score than the first
};

/// Risk, EDC, ERC, ROC, DET and score charts of what was measured on one set. With several subjects a chart
/// overlays them, one chart per score; the ROC and DET of a single subject hold all of its scores.
std::vector<ReportChart> pairCharts(const ChartSubjects& subjects);

}  // namespace pf
