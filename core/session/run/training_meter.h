// The progress of a training as a whole: looking at its images, their features, the steps, the evaluations.
#pragma once

#include "core/base/config/options.h"
#include "core/session/job_meter.h"
#include "core/session/run/training.h"

namespace pf {

class TrainingMeter {
  public:
    /// `observer` gets every report of the phases as one of the whole training.
    TrainingMeter(const Options& options, ProgressObserver observer);

    /// What the training reports to; the meter must outlive it.
    ProgressObserver observer();
    /// `request`, of which the meter also hears when its run waits; the meter must outlive the run.
    TrainRequest heard(TrainRequest request);

  private:
    double viewsPerImage_;
    JobMeter meter_;
};

}  // namespace pf
