// What must hold of an ONNX graph before OpenCV's importer, which trusts the file, gets to read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
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

/// "[1, 3, ?, 112]"; -1 reads "?".
std::string shapeText(const std::vector<std::int64_t>& shape);

/// How many values a tensor holds in each of the places where ONNX lets them be.
struct StoredValues {
    std::uint64_t floats = 0;
    std::uint64_t int32s = 0;
    std::uint64_t int64s = 0;
    std::uint64_t doubles = 0;
    std::uint64_t others = 0;
    std::uint64_t rawBytes = 0;

    /// Values in the place that belongs to a type.
    std::uint64_t typed(std::int64_t type) const;
    std::uint64_t all() const { return floats + int32s + int64s + doubles + others; }
};

/// Throws: Error(Data) without a place when a constant has not exactly the values that its shape and type ask
/// for, all in one place.
void checkOnnxTensor(const OnnxConstant& tensor, const StoredValues& stored);

/// Throws: Error(Data) without a place when names, order or parameters of the graph are impossible.
void checkOnnxGraph(const OnnxOutline& outline);

}  // namespace pf::detail
