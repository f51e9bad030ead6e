// What a reader must know before believing the numbers of a report: scores or risks that are the wrong way
// round or say nothing.
#pragma once

#include <string>
#include <vector>

#include "core/results/score_report.h"

namespace pf::detail {

/// One sentence for each finding, with its cure. Reads the ROC and the EDCs that the report holds.
std::vector<std::string> scoreFindings(const ScoreReport& report);

}  // namespace pf::detail
