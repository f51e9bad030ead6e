// Training a head or a backbone, from options to a finished run directory.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/config/options.h"
#include "core/session/control.h"
#include "core/session/model/feature_cache.h"

namespace pf {

/// What to train and where.
struct TrainRequest {
    Options options;
    std::filesystem::path runDirectory;  ///< empty: options.run.root/name/yyyymmdd-HHMMSS
    bool resume = false;                 ///< continue runDirectory's last checkpoint; its config.yaml decides
    std::shared_ptr<FeatureCache> features = nullptr;  ///< of several trainings on one backbone; may be null
    long long extraEpochs = 0;  ///< with resume: adds epochs to the stored configuration
    /// With resume: takes the place of the stored evaluation options (what changes is said in the run's log).
    std::optional<EvaluationOptions> evaluation = std::nullopt;
    /// Told, on a working thread, why the run waits (a full disk, data that are away) and with an empty text
    /// that it goes on; must return at once.
    std::function<void(const std::string& why)> onWaiting = nullptr;
};

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

/// Chooses the directory a request will use and creates it, so that a caller can watch it from the first line
/// on. Throws: Error(Config) when it already holds a run and `resume` is false.
std::filesystem::path prepareRunDirectory(const TrainRequest& request);

/// Trains the uncertainty head; blocks until finished or stopped. Everything it does is written to the run
/// directory. While the disk refuses or the data are away it waits with its state in memory
/// (TrainRequest::onWaiting) and goes on by itself. Throws: Error; the run directory then holds the last good
/// state and the reason. An attempt to continue a run that fails or is stopped before its first step leaves
/// the run's end as it was.
TrainOutcome trainHead(const TrainRequest& request, RunControl& control, const ProgressObserver& observer);

/// Trains a backbone from scratch with ArcFace and writes options.pretrain.output.
TrainOutcome pretrainBackbone(const TrainRequest& request, RunControl& control,
                              const ProgressObserver& observer);

}  // namespace pf
