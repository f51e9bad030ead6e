// How far a run is, how fast it goes and how long it will still take.
#pragma once

#include "core/session/control.h"
#include "core/session/run/run_reader.h"

namespace pf::ui {

class RunPace {
  public:
    void restart() { *this = {}; }
    /// Takes the steps of an update.
    void add(const RunUpdate& update) {
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
    /// Takes what the worker itself expects, which counts more than the steps.
    void add(const Progress& progress) { expectedLeft_ = progress.secondsLeft; }

    long long step() const { return step_; }
    double imagesPerSecond() const { return imagesPerSecond_; }
    /// Units: seconds; negative while it is not known. Estimated from the steps that were read here.
    double secondsLeft(long long totalSteps) const {
        if (expectedLeft_ >= 0 || firstStep_ < 0 || step_ <= firstStep_) {
            return expectedLeft_;
        }
        return (elapsed_ - firstElapsed_) / static_cast<double>(step_ - firstStep_) *
               static_cast<double>(totalSteps - step_);
    }

  private:
    long long step_ = 0;
    double imagesPerSecond_ = 0;
    double elapsed_ = 0;
    double expectedLeft_ = -1;
    long long firstStep_ = -1;  ///< where the reading began, or began again
    double firstElapsed_ = 0;
};

}  // namespace pf::ui
