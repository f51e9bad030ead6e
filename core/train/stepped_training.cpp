#include "core/train/stepped_training.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/base/error.h"

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

void SteppedTraining::refuse(const std::vector<View>& views,
                             const std::function<std::string(std::int64_t image)>& nameOf,
                             const std::string& what, const std::string& remedy) {
    std::set<std::string> names;
    for (const View& view : views) {
        names.insert(nameOf(view.image));
    }
    failedBatch_.clear();
    for (const std::string& name : names) {
        failedBatch_ += name + "\n";
    }
    throw Error(ErrorCode::Numeric,
                what + " of step " + std::to_string(completed_ + 1) + " is not a finite number; " + remedy);
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
