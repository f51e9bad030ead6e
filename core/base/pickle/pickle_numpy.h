// NumPy's arrays, scalars and types, made from a pickle's values. Internal to the pickle reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/pickle/pickle_store.h"

namespace pf {

class PickleBuilder;

namespace detail {

/// What a global means, or "" for one that is not NumPy's or is refused.
std::string_view numpyGlobal(std::string_view module, std::string_view name);

/// What calling a global of `numpyGlobal` gives; null when it is none of them.
PickleNode* numpyCall(PickleBuilder& builder, const std::string& name,
                      const std::vector<const PickleNode*>& arguments);

/// Sets the state of an array or a dtype. False for any other target.
bool numpyState(PickleBuilder& builder, PickleNode* target, const PickleNode* state);

}  // namespace detail
}  // namespace pf
