// The charts of a set, each with the sentence that says what it shows.
#pragma once

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// Adds risk, EDC, ERC, ROC, DET and score charts of what was measured. With several subjects a chart
/// overlays the models, one chart per score, colour by model and dashes by risk; a single subject has colours
/// for its scores and risks. Charts of other scores than the first are folded away.
void addCharts(const ReportSet& set, HtmlSection& section);

}  // namespace pf::detail
