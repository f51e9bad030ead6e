// The command lines that measure what the Evaluate page's plan does.
#pragma once

#include <string>

#include <QString>

#include "core/session/commands/model_commands.h"
#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/evaluate/protocols/protocol_page.h"

namespace pf::ui {

/// A `probface evaluate` for each model and each file of embeddings, and `probface compare-methods` for the
/// table where there are several models; a line each. `score` leads the reports. Empty: nothing is ticked.
QString evaluationCommands(const EvaluationPlan& plan, PairScoreKind score);

/// Of a protocol with lists of its own; `folder` is where the command has theirs. Empty: the form is not
/// filled in.
QString protocolCommand(const ProtocolRun& run, std::string EvaluateCommand::*folder);

}  // namespace pf::ui
