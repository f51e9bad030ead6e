#include "core/base/utf8.h"

#include <algorithm>
#include <array>

namespace pf {
namespace {

constexpr std::uint32_t kFirstPacked = 0xEF80;
constexpr std::uint32_t kLastPacked = 0xEFFF;
constexpr std::uint32_t kReplacement = 0xFFFD;

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool isPacked(std::uint32_t code) {
    return code >= kFirstPacked && code <= kLastPacked;
}

}  // namespace

Utf8Character takeUtf8(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    std::uint32_t code = length < 2 ? lead : lead & (0xFFU >> (length + 1));
    bool isValid = length > 0 && length <= text.size();
    for (std::size_t i = 1; isValid && i < length; ++i) {
        isValid = isContinuation(text[i]);
        code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    const bool isLonger = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool isSurrogate = code >= 0xD800 && code <= 0xDFFF;
    isValid = isValid && !isLonger && !isSurrogate && code <= 0x10FFFF;
    const std::string_view bytes = text.substr(0, isValid ? length : 1);
    text.remove_prefix(bytes.size());
    return {isValid ? code : lead, isValid, bytes};
}

void appendUtf8(std::string& text, std::uint32_t code) {
    constexpr std::array<std::uint32_t, 4> kLeads = {0, 0xC0, 0xE0, 0xF0};
    std::uint32_t behind = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    text += static_cast<char>(kLeads[behind] | ((code & 0x1FFFFF) >> (6 * behind)));
    for (; behind > 0; --behind) {
        text += static_cast<char>(0x80 | ((code >> (6 * (behind - 1))) & 0x3F));
    }
}

std::vector<std::uint32_t> utf8CodePoints(std::string_view text) {
    std::vector<std::uint32_t> codes;
    while (!text.empty()) {
        codes.push_back(takeUtf8(text).code);
    }
    return codes;
}

std::string_view utf8Start(std::string_view text, std::size_t bytes) {
    bytes = std::min(bytes, text.size());
    while (bytes > 0 && bytes < text.size() && isContinuation(text[bytes])) {
        --bytes;
    }
    return text.substr(0, bytes);
}

bool isUtf8(std::string_view text) {
    bool isValid = true;
    while (isValid && !text.empty()) {
        isValid = takeUtf8(text).isValid;
    }
    return isValid;
}

std::string displayText(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const Utf8Character character = takeUtf8(text);
        appendUtf8(shown, character.isValid ? character.code : kReplacement);
    }
    return shown;
}

std::string packBytes(std::string_view text) {
    std::string packed;
    while (!text.empty()) {
        const Utf8Character character = takeUtf8(text);
        if (character.isValid && !isPacked(character.code)) {
            packed += character.bytes;
            continue;
        }
        for (const char byte : character.bytes) {
            appendUtf8(packed, 0xEF00U + static_cast<unsigned char>(byte));
        }
    }
    return packed;
}

std::string unpackBytes(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const Utf8Character character = takeUtf8(text);
        const char byte = static_cast<char>(character.code & 0xFF);
        bytes += isPacked(character.code) ? std::string_view(&byte, 1) : character.bytes;
    }
    return bytes;
}

}  // namespace pf
