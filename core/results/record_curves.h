// The curves that a training run keeps of its evaluations, as a report like any other.
#pragma once

#include "core/base/records.h"
#include "core/results/score_report.h"

namespace pf {

/// A record's points as rows of a report; one that is not finite could not be measured.
std::vector<RiskRow> riskRows(const std::vector<RiskPoint>& points);

/// Cosine score, `max` of sigma²: the risk curve with random discard, and the EDC's FNMR. A part that the
/// record lacks is left out.
ScoreReport recordCurves(const EvaluationRecord& record);

}  // namespace pf
