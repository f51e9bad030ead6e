// The tables that people quote.
#pragma once

#include <vector>

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// The numbers people quote, a column per subject.
void addSummary(const ReportSet& set, HtmlSection& section);

/// One line per set and subject, when there are several.
void addOverview(const std::vector<ReportSet>& sets, HtmlSection& section);

}  // namespace pf::detail
