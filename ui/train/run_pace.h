// How far a run is, how fast it goes and how long it will still take.
#pragma once

#include "core/session/control.h"
#include "core/session/run/run_reader.h"

namespace pf::ui {

class RunPace {
  public:
    void restart() { *this = {}; }
    /// Takes the steps of an update.
    void add(const RunUpdate& update);
    /// Takes what the worker itself expects, which counts more than the steps.
    void add(const Progress& progress) { expectedLeft_ = progress.secondsLeft; }

    long long step() const { return step_; }
    double imagesPerSecond() const { return imagesPerSecond_; }
    /// Units: seconds; negative while it is not known. Estimated from the steps that were read here.
    double secondsLeft(long long totalSteps) const;

  private:
    long long step_ = 0;
    double imagesPerSecond_ = 0;
    double elapsed_ = 0;
    double expectedLeft_ = -1;
    long long firstStep_ = -1;  ///< where the reading began, or began again
    double firstElapsed_ = 0;
};

}  // namespace pf::ui
