// The report of an identification protocol as JSON.
#pragma once

#include <string>

#include "core/results/open_set_report.h"

namespace pf {

/// The report as JSON; `setName` says which embeddings it is of.
std::string openSetReportText(const OpenSetReport& report, const std::string& setName);

}  // namespace pf
