// The charts of a set that need no risks.
#pragma once

#include <string>

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// The part of addCharts that needs no risks: ROC, DET and the distribution of a score. The ROC and DET of a
/// single subject hold all of its scores and come with the first.
void addRocCharts(const ReportSet& set, const std::string& score, const std::string& fold,
                  HtmlSection& section);

}  // namespace pf::detail
