#include "core/train/stepped_training.h"

#include <algorithm>
#include <chrono>

namespace pf {
std::optional<StepRecord> SteppedTraining::step() {
    const auto started = std::chrono::steady_clock::now();
    auto record = update();
    if (!record) {
        return std::nullopt;
    }
    record->epoch = completed_ / length_.stepsPerEpoch + 1;
    record->step = ++completed_;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    elapsedSeconds_ += seconds;
    record->elapsedSeconds = elapsedSeconds_;
    record->imagesPerSecond = static_cast<double>(batchImages_) / std::max(seconds, 1e-9);
    return record;
}

void SteppedTraining::restore(const TensorMap& tensors, std::int64_t completedSteps, double elapsedSeconds) {
    load(tensors);
    completed_ = completedSteps;
    elapsedSeconds_ = elapsedSeconds;
}

LoopEnd runTrainingLoop(SteppedTraining& training, const LoopHooks& hooks) {
    while (!training.finished()) {
        if (!hooks.mayContinue()) {
            return LoopEnd::Interrupted;
        }
        const auto record = training.step();
        if (!record) {
            return LoopEnd::Interrupted;
        }
        hooks.onStep(*record);
        if (record->step % training.length().stepsPerEpoch == 0) {
            hooks.onEpochEnd(record->epoch);
        }
    }
    return LoopEnd::Finished;
}

}  // namespace pf
