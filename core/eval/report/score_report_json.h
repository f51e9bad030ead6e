// The report of scores as JSON.
#pragma once

#include <string>

#include "core/results/score_report.h"

namespace pf {

/// The report as JSON.
std::string scoreReportText(const ScoreReport& report);

}  // namespace pf
