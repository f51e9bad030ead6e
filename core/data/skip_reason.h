// Why an image was left out, without the name that stands beside it. Internal to pf_data.
#pragma once

#include <string>

#include "core/base/error.h"

namespace pf {

/// The message of an error without its leading place.
inline std::string skipReason(const Error& error) {
    const std::string text = error.what();
    const std::string prefix = error.where() + ": ";
    return !error.where().empty() && text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

}  // namespace pf
