// The command lines that measure what the Evaluate page's plan does.
#pragma once

#include <QString>

#include "ui/evaluate/evaluation_job.h"

namespace pf::ui {

/// A `probface evaluate` for each model and each file of embeddings, and `probface compare-methods` for the
/// table where there are several models; a line each. `score` leads the reports. Empty: nothing is ticked.
QString evaluationCommands(const EvaluationPlan& plan, PairScoreKind score);

}  // namespace pf::ui
