// What an evaluation prints.
#pragma once

#include "core/session/evaluate/report_files.h"

namespace pf::cli {

/// Accuracy, TMR, EDC and ERC of one score, with intervals where there are any.
void printScores(const ScoreReport& report);
void printOpenSet(const OpenSetReport& report);
void printTemplates(const TemplateReport& report);
/// All parts of it, on stdout.
void printReports(const EvaluationReports& reports);

}  // namespace pf::cli
