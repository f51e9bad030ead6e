// sigma² of backbone features, in evaluation mode.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/nn/uncertainty_head.h"

namespace pf {

/// sigma² of features; the head's mode is restored afterwards.
/// Shapes: features [N,F] on any device -> [N, sigmaSize] float32 on the CPU. Computed in blocks of
/// `blockRows`.
at::Tensor sigmaSqOf(UncertaintyHead& head, const at::Tensor& features, std::int64_t blockRows = 1024);

}  // namespace pf
