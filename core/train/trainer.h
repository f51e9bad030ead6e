// One step of training after another: batch -> losses -> update.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/options.h"
#include "core/base/records.h"
#include "core/nn/losses.h"
#include "core/nn/sgd.h"
#include "core/nn/uncertainty_head.h"
#include "core/train/batch_source.h"

namespace pf {

/// The losses that the settings ask for. Throws: Error(Config).
LossOptions lossOptions(const LossSettings& settings);

struct TrainerOptions {
    LossOptions loss;
    ScheduleOptions schedule;
    double momentum = 0.9;
    std::int64_t epochs = 1;
    std::int64_t stepsPerEpoch = 1;

    std::int64_t totalSteps() const { return epochs * stepsPerEpoch; }
};

/// Trains a head on a batch source. Everything that changes lives in the head's and the optimiser's tensors
/// and the step counter, so saving those is saving the run.
class Trainer {
  public:
    /// The references must outlive the trainer.
    Trainer(const TrainerOptions& options, UncertaintyHead& head, BatchSource& source);

    /// Runs one step. Nothing when the source was stopped.
    /// Throws: Error(Numeric) when a loss or gradient is not finite: weights, BN statistics and momentum are
    /// then as before the step, and failedBatch() lists its images.
    std::optional<StepRecord> step();

    /// Steps done; also the number of the next batch.
    std::int64_t completedSteps() const { return completed_; }
    bool finished() const { return completed_ >= options_.totalSteps(); }
    /// Seconds spent in steps so far.
    double elapsedSeconds() const { return elapsedSeconds_; }
    /// "name" of every image of the batch of the last Error(Numeric), one a line.
    const std::string& failedBatch() const { return failedBatch_; }

    /// Head and momentum tensors: what a checkpoint holds.
    NamedTensors state() const;
    /// Continues from a checkpoint's tensors. Throws: Error(Shape).
    void restore(const TensorMap& tensors, std::int64_t completedSteps, double elapsedSeconds);

  private:
    [[noreturn]] void refuse(const TrainBatch& batch, const NamedTensors& buffers, const std::string& what);

    TrainerOptions options_;
    UncertaintyHead& head_;
    BatchSource& source_;
    Sgd sgd_;
    std::int64_t completed_ = 0;
    double elapsedSeconds_ = 0;
    std::string failedBatch_;
};

/// Watches the spread of sigma² and says once when it has collapsed.
class CollapseWatch {
  public:
    /// Returns the warning when (p90 - p10) / p50 of sigma² stayed under 1 % for 100 steps in a row; once per
    /// watch.
    std::optional<std::string> add(const StepRecord& record);

  private:
    int flatSteps_ = 0;
    bool told_ = false;
};

/// What the loop asks of its surroundings. Every function is called on the training thread.
struct LoopHooks {
    /// Blocks while paused; false ends the loop.
    std::function<bool()> mayContinue;
    std::function<void(const StepRecord&)> onStep;
    /// After the last step of each epoch (1-based number).
    std::function<void(std::int64_t epoch)> onEpochEnd;
};

enum class LoopEnd { Finished, Interrupted };

/// Steps until the last epoch's end or until mayContinue() says no. Throws: what step() and the hooks throw.
LoopEnd runTrainingLoop(Trainer& trainer, const TrainerOptions& options, const LoopHooks& hooks);

}  // namespace pf
