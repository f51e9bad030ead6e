// What an ONNX graph says of training mode.
#pragma once

#include <string>

#include "core/formats/onnx/onnx_outline.h"

namespace pf {

/// An operator that only a network in training has, or has switched on: one that draws numbers, a dropout or
/// a batch normalisation in training mode ("Dropout (node 'd')"); empty when there is none.
std::string onnxTrainingOperator(const OnnxOutline& outline);

}  // namespace pf
