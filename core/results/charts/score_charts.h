// Charts over all thresholds of a score: ROC, DET, and how the scores are spread.
#pragma once

#include <string>

#include "core/results/charts/chart_subject.h"

namespace pf {

// Each shows the subjects' curves of a score ("" for any); without any it has no series.

/// True over false match rate, the latter logarithmic.
ChartDescription rocChart(const ChartSubjects& subjects, const std::string& score);

/// FNMR over FMR, on normal deviates or logarithmic axes, with the line where they are equal.
ChartDescription detChart(const ChartSubjects& subjects, const std::string& score,
                          AxisScale scale = AxisScale::Probit);

/// Histograms of the `active` subject's genuine and impostor scores with its thresholds, outlines of the
/// others', and the accuracy of every threshold.
ChartDescription scoresChart(const ChartSubjects& subjects, const std::string& score, std::size_t active = 0);

}  // namespace pf
