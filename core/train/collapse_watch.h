// An alarm for heads that have stopped telling faces apart.
#pragma once

#include <optional>
#include <string>

#include "core/base/records.h"

namespace pf {

/// Watches sigma² of a run's steps and says once when it has collapsed, in either way: all faces get nearly
/// the same value, or nearly all are held to be certain.
class CollapseWatch {
  public:
    /// `startSigmaSq`: sigma² that the untrained head gives, exp(beta0).
    explicit CollapseWatch(double startSigmaSq) : startSigmaSq_(startSigmaSq) {}

    /// The warning when, for 100 steps in a row, (p90 - p10) / p50 stayed under 1 %, or the median under a
    /// tenth of where it started; once per watch. Faces of different pictures keep it near 2(1 - cosine) / 2:
    /// a tenth of the start is a cosine of 0.96 between pictures of one person.
    std::optional<std::string> add(const StepRecord& record);

  private:
    double startSigmaSq_;
    int flatSteps_ = 0;
    int lowSteps_ = 0;
    bool told_ = false;
};

}  // namespace pf
