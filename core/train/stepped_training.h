// Training as a sequence of steps that can be stopped, saved and continued after any of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/records.h"
#include "core/base/views/view_source.h"
#include "core/nn/named_tensors.h"

namespace pf {

struct RunLength {
    std::int64_t epochs = 1;
    std::int64_t stepsPerEpoch = 1;
    std::int64_t totalSteps() const { return epochs * stepsPerEpoch; }
};

/// One step after another; the head's trainer and the backbone's pretrainer are such.
class SteppedTraining {
  public:
    virtual ~SteppedTraining() = default;

    /// Runs one step. Nothing when its batches were stopped.
    /// Throws: Error(Numeric) when a loss or gradient is not finite: everything is then as before the step,
    /// and failedBatch() lists its images.
    std::optional<StepRecord> step();

    const RunLength& length() const { return length_; }
    /// Steps done; also the number of the next batch.
    std::int64_t completedSteps() const { return completed_; }
    bool finished() const { return completed_ >= length_.totalSteps(); }
    /// Seconds spent in steps so far.
    double elapsedSeconds() const { return elapsedSeconds_; }
    /// Name of every image of the batch of the last Error(Numeric), one a line.
    const std::string& failedBatch() const { return failedBatch_; }

    /// Every tensor that training changes: what a checkpoint holds.
    virtual NamedTensors state() const = 0;
    /// Continues from a checkpoint's tensors. Throws: Error(Shape).
    void restore(const TensorMap& tensors, std::int64_t completedSteps, double elapsedSeconds);

  protected:
    explicit SteppedTraining(const RunLength& length) : length_(length) {}

    /// One update; fills everything of the record but step, epoch and times.
    virtual std::optional<StepRecord> update() = 0;
    virtual void load(const TensorMap& tensors) = 0;
    /// Keeps the names of a batch's images for failedBatch(). Throws: Error(Numeric) saying that `what` of
    /// this step is not finite, and the remedy.
    [[noreturn]] void refuse(const std::vector<View>& views,
                             const std::function<std::string(std::int64_t image)>& nameOf,
                             const std::string& what, const std::string& remedy);

    std::int64_t batchImages_ = 0;  ///< images of the last batch, for images/s

  private:
    RunLength length_;
    std::string failedBatch_;
    std::int64_t completed_ = 0;
    double elapsedSeconds_ = 0;
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
LoopEnd runTrainingLoop(SteppedTraining& training, const LoopHooks& hooks);

}  // namespace pf
