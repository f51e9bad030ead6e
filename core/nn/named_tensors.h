// Tensors with stable names: what weight files, checkpoints and optimisers exchange.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/util/StringUtil.h>

#include "core/base/error.h"

namespace pf {

/// Throws: Error(code) with what c10::str makes of the parts, if `isWrong`; they are only put together then.
template <typename... Parts>
void refuseIf(bool isWrong, ErrorCode code, const Parts&... parts) {
    if (isWrong) {
        throw Error(code, c10::str(parts...));
    }
}

/// Tensors in a fixed order; the handles share storage with their owner, so writing through them changes the
/// owner.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;
/// Tensors by name, as read from a file.
using TensorMap = std::map<std::string, at::Tensor>;

/// Copies `source` into `target` in place, tensor by tensor; extra tensors in `source` are left alone.
/// Throws: Error(Shape) naming the tensor when one is missing from `source` or has another shape; nothing is
/// then changed. `owner` says in the message what was being loaded.
void copyTensors(const NamedTensors& target, const TensorMap& source, const std::string& owner);

/// SHA-256 over names, types, shapes and bytes, as lower-case hexadecimal: equal exactly when the weights
/// are.
std::string tensorsSha256(const NamedTensors& tensors);

}  // namespace pf
