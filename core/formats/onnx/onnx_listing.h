// An ONNX file's outline as a list of its tensors.
#pragma once

#include <string>

#include "core/base/weight_listing.h"
#include "core/formats/onnx/onnx_outline.h"

namespace pf {

/// Initialisers with shapes and sizes; inputs, outputs, opset, producer and properties as metadata; notes say
/// when tensors lie in other files or within nodes. Throws: Error(Data) naming `where` and the tensor whose
/// bytes do not fit its shape.
WeightListing listOnnx(const OnnxOutline& outline, const std::string& where);

}  // namespace pf
