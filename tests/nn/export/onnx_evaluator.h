// Runs the few ONNX operators that this program writes, from their definitions.
#pragma once

#include <map>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/formats/onnx/onnx.pb.h"

namespace pf::test {

/// The file's content. Fails the test when it is not an ONNX model.
onnx::ModelProto readOnnx(const std::string& file);

/// Every tensor of the graph after `inputs` went through it, by name. Throws: std::runtime_error for an
/// operator or name that is not known.
std::map<std::string, at::Tensor> evaluate(const onnx::GraphProto& graph,
                                           const std::map<std::string, at::Tensor>& inputs);

}  // namespace pf::test
