// The types of tensors that weight files hold, and what they are called.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace pf::detail {

struct TensorType {
    at::ScalarType type;
    std::string_view name;  ///< in listings and PyTorch: "float32"
    std::string_view code;  ///< in safetensors: "F32"
};

inline constexpr std::array<TensorType, 10> kTensorTypes{{{at::kDouble, "float64", "F64"},
                                                          {at::kFloat, "float32", "F32"},
                                                          {at::kHalf, "float16", "F16"},
                                                          {at::kBFloat16, "bfloat16", "BF16"},
                                                          {at::kLong, "int64", "I64"},
                                                          {at::kInt, "int32", "I32"},
                                                          {at::kShort, "int16", "I16"},
                                                          {at::kChar, "int8", "I8"},
                                                          {at::kByte, "uint8", "U8"},
                                                          {at::kBool, "bool", "BOOL"}}};

/// The type whose `member` is `value`; null when there is none.
template <typename Value>
const TensorType* tensorType(Value TensorType::*member, Value value) {
    const auto* found = std::ranges::find(kTensorTypes, value, member);
    return found == kTensorTypes.end() ? nullptr : found;
}

}  // namespace pf::detail
