// Learning rate as a function of the step.
#pragma once

#include <cstdint>

#include "core/base/config/options.h"

namespace pf {

/// The rate for update number `step` (0-based) of `totalSteps`.
/// step: the rate of the last entry whose first step is <= `step`; entries may be percentages of totalSteps.
/// cosine: initial * (1 + cos(pi * t / end)) / 2 with t held within each interval; 0 from `end` on.
/// linear: initial until `start`, then falling to 0 at `end`. `end` 0 means totalSteps.
/// Source: docs/science.md, "Recipe". Throws: Error(Config) for an unknown kind or a schedule without an
/// entry at step 0.
double learningRateAt(const ScheduleOptions& schedule, std::int64_t step, std::int64_t totalSteps);

}  // namespace pf
