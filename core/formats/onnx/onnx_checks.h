// What must hold of an ONNX graph before OpenCV's importer, which trusts the file, gets to read it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/formats/onnx/onnx_outline.h"

namespace pf::detail {

/// The largest side and number of values that OpenCV's int can count.
inline constexpr std::int64_t kLargestSide = 2147483647;

/// What to do about an operator that OpenCV cannot import.
inline constexpr const char* kOnnxRemedy =
    "; export the network again with opset 9 and constants folded, or as TorchScript";

/// Product of the sides; nothing when one is negative, there are more than 16, or the product exceeds an int.
std::optional<std::uint64_t> checkedCount(const std::vector<std::int64_t>& shape);

/// Throws: Error(Data) without a place when reading the file already showed it unusable, a constant has not
/// exactly the values that its shape and type ask for, all in one place, or names, order or parameters of the
/// graph are impossible.
void checkOnnxGraph(const OnnxOutline& outline);

}  // namespace pf::detail
