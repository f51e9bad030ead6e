// A word of a fixed list.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pf {

/// The place of `name` among `names`. Throws: Error(Config) with `otherwise` when it is none of them.
inline std::size_t choiceOf(const std::string& name, const std::vector<std::string>& names,
                            const std::string& otherwise) {
    const auto found = std::find(names.begin(), names.end(), name);
    throwIf(found == names.end(), ErrorCode::Config, otherwise);
    return static_cast<std::size_t>(found - names.begin());
}

}  // namespace pf
