// The tables of a set and of templates.
#pragma once

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// Where the numbers of a set come from: a column per subject.
void addProvenance(const ReportSet& set, HtmlSection& section);
/// The numbers people quote, a column per subject.
void addSummary(const ReportSet& set, HtmlSection& section);
/// Every score's TAR at FAR with thresholds, and the percentiles of σ².
void addThresholds(const ReportSet& set, HtmlSection& section);
/// One line per set and subject, when there are several.
void addOverview(const std::vector<ReportSet>& sets, HtmlSection& section);
/// The counts of the splits and a table of TAR at FAR.
HtmlSection templateSection(const NamedTemplates& templates);

}  // namespace pf::detail
