// Lists in one text, as messages give them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pf {

/// "a, b, c" of texts, or of what `text` (a function or a member) makes of each value.
template <typename Values, typename Text = std::identity>
std::string joined(const Values& values, Text text = {}, std::string_view between = ", ") {
    std::string all;
    for (const auto& value : values) {
        all += all.empty() ? "" : between;
        all += std::invoke(text, value);
    }
    return all;
}

/// "[1, 3, ?, 112]": sides of an array; a negative one is open.
inline std::string shapeText(std::span<const std::int64_t> shape) {
    const auto side = [](std::int64_t size) { return size < 0 ? std::string("?") : std::to_string(size); };
    return "[" + joined(shape, side) + "]";
}

}  // namespace pf
