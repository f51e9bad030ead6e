#include "ui/train/run_pace.h"

namespace pf::ui {

void RunPace::add(const RunUpdate& update) {
    if (update.steps.empty()) {
        return;
    }
    if (firstStep_ < 0 || update.rewoundToStep >= 0) {
        firstStep_ = update.steps.front().step;
        firstElapsed_ = update.steps.front().elapsedSeconds;
    }
    step_ = update.steps.back().step;
    imagesPerSecond_ = update.steps.back().imagesPerSecond;
    elapsed_ = update.steps.back().elapsedSeconds;
}

double RunPace::secondsLeft(long long totalSteps) const {
    if (expectedLeft_ >= 0 || firstStep_ < 0 || step_ <= firstStep_) {
        return expectedLeft_;
    }
    return (elapsed_ - firstElapsed_) / static_cast<double>(step_ - firstStep_) *
           static_cast<double>(totalSteps - step_);
}

}  // namespace pf::ui
