// Numbers in this library's messages: it knows no other library, and std::to_string follows the locale.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>

namespace pf::detail {

/// The shortest text that reads back as the same number.
template <std::floating_point Real>
std::string numberText(Real value) {
    std::array<char, 64> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), result.ptr};
}

}  // namespace pf::detail
