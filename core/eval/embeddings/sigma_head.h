// sigma² of backbone features, in evaluation mode.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/nn/uncertainty_head.h"

namespace pf {

/// sigma² of features, computed in blocks of rows; the head's mode is restored afterwards.
/// Shapes: features [N,F] on any device -> [N, sigmaSize] float32 on the CPU.
at::Tensor sigmaSqOf(UncertaintyHead& head, const at::Tensor& features);

}  // namespace pf
