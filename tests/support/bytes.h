// Bytes written by hand, and the message of what they lead to.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace pf::test {

using Bytes = std::vector<std::byte>;

inline Bytes toBytes(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

inline std::string toText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes fromHex(std::string_view hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

/// The message of the pf::Error that `action` throws, with its code's name in front ("data: ..."); "" when
/// none.
template <typename Action>
std::string errorOf(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        constexpr std::array<const char*, 6> kNames = {"config", "data",    "shape",
                                                       "io",     "numeric", "internal"};
        return std::string(kNames[static_cast<std::size_t>(error.code())]) + ": " + error.what();
    }
    return {};
}

}  // namespace pf::test
