// A batch of network input as a tensor.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/views/view_source.h"

namespace pf {

/// The batch's own memory, which the tensor keeps. Shapes: [views, 3, H, W] float32 on the CPU.
at::Tensor imagesOf(const ViewBatch& batch);

}  // namespace pf
