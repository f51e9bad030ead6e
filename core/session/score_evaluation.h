// Evaluating scores that somebody else computed.
#pragma once

#include <filesystem>

#include "core/eval/score_report.h"

namespace pf {

/// Reads `file` (see readScores), measures it and writes the report to `json` (nothing written when empty).
/// Throws: as readScores and evaluateScores; Error(Io).
ScoreReport evaluateScoreFile(const std::filesystem::path& file, const ScoreReportOptions& options,
                              const std::filesystem::path& json);

}  // namespace pf
