// The progress of a training as a whole: looking at its images, their features, the steps, the evaluations.
#pragma once

#include <functional>
#include <string>

#include "core/base/config/options.h"
#include "core/session/job_meter.h"

namespace pf {

class TrainingMeter {
  public:
    /// `observer` gets every report of the phases as one of the whole training.
    TrainingMeter(const Options& options, ProgressObserver observer);

    /// What the training reports to; the meter must outlive it.
    ProgressObserver observer();
    /// What to call when the run waits: `told`, which may be null, after the meter; the meter must outlive
    /// it.
    std::function<void(const std::string& why)> heard(std::function<void(const std::string& why)> told);

  private:
    double viewsPerImage_;
    JobMeter meter_;
};

}  // namespace pf
