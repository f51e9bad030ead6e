// The report of templates as JSON.
#pragma once

#include <string>

#include "core/results/template_report.h"

namespace pf {

/// The report as JSON; `setName` says which embeddings it is of.
std::string templateReportText(const TemplateReport& report, const std::string& setName);

}  // namespace pf
