// The tables of a set and of templates.
#pragma once

#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// Where the numbers of a set come from: a column per subject.
void addProvenance(const ReportSet& set, HtmlSection& section);

/// Every score's TMR at FMR with thresholds, and the percentiles of σ².
void addThresholds(const ReportSet& set, HtmlSection& section);

/// The counts of the splits and a table of TAR at FAR.
HtmlSection templateSection(const NamedTemplates& templates);

}  // namespace pf::detail
