// Running a training from the command line: progress, notes, summary.
#pragma once

#include <functional>
#include <string>

#include "core/base/records.h"
#include "core/session/run/training.h"

namespace pf::cli {

using TrainFunction = std::function<TrainOutcome(PreparedRun, RunControl&, const ProgressObserver&)>;

/// Trains, shows notes and evaluations as they are written, and returns the exit code.
int runTraining(PreparedRun run, const TrainFunction& train);

/// The score's name on a terminal; files have another for the distance term of the MLS.
std::string scoreWord(const std::string& nameInFiles);

/// The table a person reads after an evaluation, on stdout.
void printEvaluation(const EvaluationRecord& record);

}  // namespace pf::cli
