#include "core/train/stepped_training.h"

#include <algorithm>
#include <chrono>

namespace pf {
namespace {

constexpr double kCollapsedSpread = 0.01;
constexpr int kCollapsedSteps = 100;

}  // namespace

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

std::optional<std::string> CollapseWatch::add(const StepRecord& record) {
    const double spread = (record.sigmaSq[5] - record.sigmaSq[1]) / std::max(record.sigmaSq[3], 1e-30);
    flatSteps_ = spread < kCollapsedSpread ? flatSteps_ + 1 : 0;
    if (flatSteps_ < kCollapsedSteps || told_) {
        return std::nullopt;
    }
    told_ = true;
    return "sigma² has collapsed: for " + std::to_string(kCollapsedSteps) +
           " steps all faces got nearly the same value (p10 to p90 within 1 %). A weaker "
           "loss.constraint.weight or a "
           "higher learning rate usually helps";
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
