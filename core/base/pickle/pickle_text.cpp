#include "core/base/pickle/pickle_text.h"

#include <charconv>
#include <cstdint>

#include "core/base/pickle/pickle_builder.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

/// Digits of a number in `base` at `offset`; fails unless all `count` are there.
std::uint32_t digits(std::string_view text, std::size_t offset, std::size_t count, int base,
                     const PickleBuilder& builder) {
    std::uint32_t value = 0;
    builder.failIf(offset + count > text.size(), "a string ends within an escape");
    const char* end = text.data() + offset + count;
    const auto result = std::from_chars(text.data() + offset, end, value, base);
    if (result.ec != std::errc{} || result.ptr != end) {
        builder.fail("a string has a broken escape");
    }
    return value;
}

}  // namespace

std::string unquotePickleString(std::string_view text, const PickleBuilder& builder) {
    builder.failIf(
        text.size() < 2 || (text.front() != '\'' && text.front() != '"') || text.back() != text.front(),
        "a string is not quoted");
    text = text.substr(1, text.size() - 2);
    static constexpr std::string_view kEscapes = "ntrabfv\\'\"";
    static constexpr std::string_view kValues = "\n\t\r\a\b\f\v\\'\"";
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        builder.failIf(++i >= text.size(), "a string ends within an escape");
        if (const std::size_t known = kEscapes.find(text[i]); known != std::string_view::npos) {
            out += kValues[known];
        } else if (text[i] == 'x') {
            out += static_cast<char>(digits(text, i + 1, 2, 16, builder));
            i += 2;
        } else if (text[i] >= '0' && text[i] <= '3') {
            out += static_cast<char>(digits(text, i, 3, 8, builder));
            i += 2;
        } else {
            builder.fail("a string has a broken escape");
        }
    }
    return out;
}

std::string unescapePickleUnicode(std::string_view text, const PickleBuilder& builder) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'u' || text[i + 1] == 'U');
        if (!escape) {
            appendUtf8(out, static_cast<unsigned char>(text[i]));
            continue;
        }
        const std::size_t count = text[i + 1] == 'u' ? 4 : 8;
        const std::uint32_t c = digits(text, i + 2, count, 16, builder);
        builder.failIf(c > 0x10FFFF, "a string has a broken escape");
        appendUtf8(out, c);
        i += 1 + count;
    }
    return out;
}

}  // namespace pf
