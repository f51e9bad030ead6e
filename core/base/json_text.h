// JSON from text, with the numbers that were written whatever the locale says.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/numbers.h"

namespace pf {

/// The value that `text` holds. `options` go to the library's parser (a callback). Throws: Json::exception.
template <typename Json = nlohmann::ordered_json, typename... Options>
Json parseJson(std::string_view text, Options&&... options) {
    // The library asks LC_NUMERIC for the decimal point, and takes one byte of it.
    const PlainNumbers plain;
    return Json::parse(text.begin(), text.end(), std::forward<Options>(options)...);
}

}  // namespace pf
