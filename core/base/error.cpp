#include "core/base/error.h"

#include <array>

namespace pf {

std::string_view errorCodeName(ErrorCode code) {
    constexpr std::array<std::string_view, 6> kNames = {"config", "data",    "shape",
                                                        "io",     "numeric", "internal"};
    return kNames[static_cast<std::size_t>(code)];
}

Error::Error(ErrorCode code, const std::string& message, std::string where)
    : std::runtime_error(where.empty() ? message : where + ": " + message),
      code_(code),
      where_(std::move(where)) {}

}  // namespace pf
