// What an evaluation prints.
#pragma once

#include "core/session/evaluate/report_files.h"

namespace pf::cli {

/// All parts of it, on stdout.
void printReports(const EvaluationReports& reports);

}  // namespace pf::cli
