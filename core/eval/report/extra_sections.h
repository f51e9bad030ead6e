// The open-set report and the method table as sections of an HTML report.
#pragma once

#include "core/eval/report/html_section.h"
#include "core/results/method_table.h"
#include "core/results/open_set_report.h"

namespace pf {

/// DIR at FAR, its curve, and the match rates by rank, of every set of trials that was run; `name` says of
/// which method when there are several.
HtmlSection openSetSection(const OpenSetReport& report, const std::string& name = "");

/// The table with its best values strong, and what every missing cell is missing for.
HtmlSection methodTableSection(const MethodTable& table);

}  // namespace pf
