// Charts over the share of pairs that is discarded: risk-controlled accuracy, EDC, ERC.
#pragma once

#include <string>

#include "core/results/charts/chart_subject.h"

namespace pf {

// Each shows the subjects' curves of a score ("" for any); without any it has no series.

/// Accuracy over discard, the threshold re-fitted at every step, with random discard; and the accuracy at the
/// threshold of discard 0, where that was measured.
ChartDescription riskChart(const ChartSubjects& subjects, const std::string& score);

/// FNMR over discard at a threshold that stays, with what the best risk would reach and random discard;
/// `withFmr`: the FMR of the same pairs on the right axis.
ChartDescription edcChart(const ChartSubjects& subjects, const std::string& score, double fmrTarget,
                          bool withFmr = false);

/// FNMR over reject, the threshold set again at every step.
ChartDescription ercChart(const ChartSubjects& subjects, const std::string& score, double fmrTarget);

}  // namespace pf
