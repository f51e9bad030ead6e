// A run's numbers as tables.
#pragma once

#include <string>

#include "core/session/run/metrics_export.h"

namespace pf {

/// One line a logged step: step, epoch, seconds, images_per_second, lr, every term by its name, sigma_sq_p0
/// ... sigma_sq_p100. A number that does not exist is an empty field.
std::string stepsCsv(const RunHistory& history);

/// One line an evaluation: step, epoch, set, pairs, seconds, sigma_sq_p0 ..., and of every score and discard
/// that any of them has: accuracy_S, threshold_S, tar_S_at_far_F, risk_max_D, risk_add_D (accuracies), fmr,
/// pauc_D.
std::string evaluationsCsv(const RunHistory& history);

}  // namespace pf
