#include "core/base/utf8.h"

#include <cstddef>
#include <cstdint>

#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::uint32_t kFirstPacked = 0xEF80;
constexpr std::uint32_t kLastPacked = 0xEFFF;
constexpr std::uint32_t kReplacement = 0xFFFD;

/// A character at the front of some bytes; of length 0 when they are no UTF-8.
struct Character {
    std::uint32_t code = 0;
    std::size_t length = 0;
};

Character characterAt(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || length > bytes.size()) {
        return {};
    }
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(bytes[i]);
        if ((next & 0xC0) != 0x80) {
            return {};
        }
        code = (code << 6) | (next & 0x3F);
    }
    const bool isLonger = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool isSurrogate = code >= 0xD800 && code <= 0xDFFF;
    return isLonger || isSurrogate || code > 0x10FFFF ? Character{} : Character{code, length};
}

bool isPacked(std::uint32_t code) {
    return code >= kFirstPacked && code <= kLastPacked;
}

}  // namespace

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const Character character = characterAt(text);
        if (character.length == 0) {
            return false;
        }
        text.remove_prefix(character.length);
    }
    return true;
}

std::string displayText(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const Character character = characterAt(text);
        if (character.length == 0) {
            appendUtf8(shown, kReplacement);
        } else {
            shown += text.substr(0, character.length);
        }
        text.remove_prefix(character.length == 0 ? 1 : character.length);
    }
    return shown;
}

std::string packBytes(std::string_view text) {
    std::string packed;
    while (!text.empty()) {
        const Character character = characterAt(text);
        const std::size_t length = character.length == 0 ? 1 : character.length;
        for (const char byte : text.substr(0, length)) {
            if (character.length == 0 || isPacked(character.code)) {
                appendUtf8(packed, 0xEF00U + static_cast<unsigned char>(byte));
            } else {
                packed += byte;
            }
        }
        text.remove_prefix(length);
    }
    return packed;
}

std::string unpackBytes(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const Character character = characterAt(text);
        const std::size_t length = character.length == 0 ? 1 : character.length;
        if (isPacked(character.code)) {
            bytes += static_cast<char>(character.code & 0xFF);
        } else {
            bytes += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return bytes;
}

}  // namespace pf
