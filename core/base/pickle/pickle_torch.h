// What PyTorch's pickles need besides plain data: storages, tensors, ordered dicts. Internal to the pickle
// reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/pickle/pickle_store.h"

namespace pf {

class PickleBuilder;

namespace detail {

/// The name of every class of a TorchScript file.
inline constexpr std::string_view kTorchClass = "__torch__";

/// What a global means in a dialect, or nothing for one that is refused.
std::optional<PickleType> torchGlobal(PickleDialect dialect, std::string_view module, std::string_view name);

/// What calling a global of `torchGlobal` gives; null when it is none of them.
PickleNode* torchCall(PickleBuilder& builder, const std::string& name,
                      const std::vector<const PickleNode*>& arguments);

/// The storage that a persistent id ('storage', type, key, location, count) names.
PickleNode* torchStorage(PickleBuilder& builder, const PickleNode* id);

/// Sets an object's attributes; those of an ordered dict (`_metadata`) say nothing about tensors and are
/// left. False for any other target.
bool torchState(PickleBuilder& builder, PickleNode* target, const PickleNode* state);

}  // namespace detail
}  // namespace pf
