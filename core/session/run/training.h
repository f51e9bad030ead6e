// Training a head or a backbone, from a prepared run to a finished one.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/control.h"
#include "core/session/run/prepared_run.h"

namespace pf {

enum class TrainEnd { Finished, Interrupted };

struct TrainOutcome {
    TrainEnd end = TrainEnd::Finished;
    std::filesystem::path runDirectory;
    std::string weightsHash;  ///< SHA-256 of the head's (or backbone's) tensors
    long long step = 0;       ///< the last one that is saved
    std::string notSaved;     ///< why the steps after it are not; empty: there are none
};

/// checkOptions, and what only the engine knows: the transforms. Throws: Error(Config) naming each option.
void checkRecipe(const Options& options);

/// Trains the uncertainty head; blocks until finished or stopped. Everything it does is written to the run
/// directory. While the disk refuses or the data are away it waits with its state in memory
/// (TrainRequest::onWaiting) and continues by itself. Throws: Error; the run directory then holds the last
/// good state and the reason. An attempt to continue a run that fails or is stopped before its first step
/// leaves the run's end as it was.
TrainOutcome trainHead(PreparedRun run, RunControl& control, const ProgressObserver& observer);

/// Trains a backbone from scratch with ArcFace and writes options.pretrain.output.
TrainOutcome pretrainBackbone(PreparedRun run, RunControl& control, const ProgressObserver& observer);

}  // namespace pf
