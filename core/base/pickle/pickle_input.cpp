#include "core/base/pickle/pickle_input.h"

#include <charconv>

#include "core/base/numbers.h"
#include "core/base/pickle/pickle_builder.h"
#include "core/base/utf8.h"

namespace pf {

PickleInput::PickleInput(std::span<const std::byte> bytes, const PickleBuilder& builder)
    : bytes_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), builder_(builder) {}

std::string_view PickleInput::take(std::uint64_t length) {
    if (length > bytes_.size() - at_) {
        builder_.fail("it is cut short or states a length of " + std::to_string(length) + " where " +
                      std::to_string(bytes_.size() - at_) + " bytes are left");
    }
    const std::string_view taken = bytes_.substr(at_, length);
    at_ += length;
    return taken;
}

std::uint64_t PickleInput::little(std::size_t size) {
    const std::string_view raw = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
    }
    return value;
}

std::string_view PickleInput::line() {
    const std::size_t end = bytes_.find('\n', at_);
    builder_.failIf(end == std::string_view::npos, "a line has no end");
    std::string_view text = take(end - at_);
    ++at_;
    text.remove_suffix(text.ends_with('\r') ? 1 : 0);
    return text;
}

/// Digits of a number in `base` at `offset`; fails unless all `count` are there.
std::uint32_t PickleInput::digits(std::string_view text, std::size_t offset, std::size_t count,
                                  int base) const {
    std::uint32_t value = 0;
    builder_.failIf(offset + count > text.size(), "a string ends within an escape");
    const char* end = text.data() + offset + count;
    const auto result = std::from_chars(text.data() + offset, end, value, base);
    if (result.ec != std::errc{} || result.ptr != end) {
        builder_.fail("a string has a broken escape");
    }
    return value;
}

std::string PickleInput::quotedLine() {
    std::string_view text = line();
    builder_.failIf(
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
        builder_.failIf(++i >= text.size(), "a string ends within an escape");
        if (const std::size_t known = kEscapes.find(text[i]); known != std::string_view::npos) {
            out += kValues[known];
        } else if (text[i] == 'x') {
            out += static_cast<char>(digits(text, i + 1, 2, 16));
            i += 2;
        } else if (text[i] >= '0' && text[i] <= '3') {
            out += static_cast<char>(digits(text, i, 3, 8));
            i += 2;
        } else {
            builder_.fail("a string has a broken escape");
        }
    }
    return out;
}

std::string PickleInput::unicodeLine() {
    const std::string_view text = line();
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
        const std::uint32_t c = digits(text, i + 2, count, 16);
        builder_.failIf(c > 0x10FFFF, "a string has a broken escape");
        appendUtf8(out, c);
        i += 1 + count;
    }
    return out;
}

std::int64_t PickleInput::number(std::string_view text) {
    std::int64_t value = 0;
    if (!parseWhole(text, value)) {
        builder_.fail("'" + std::string(text.substr(0, 40)) + "' is not a 64-bit integer");
    }
    return value;
}

double PickleInput::decimal(std::string_view text) {
    double value = 0;
    if (!parseWhole(text, value)) {
        builder_.fail("'" + std::string(text.substr(0, 40)) + "' is not a number");
    }
    return value;
}

std::int64_t PickleInput::longInteger(std::uint64_t size) {
    const std::string_view raw = take(size);
    if (size > 8) {
        builder_.fail("an integer of " + std::to_string(size) + " bytes is larger than 64 bits");
    }
    if (size == 0) {
        return 0;
    }
    std::uint64_t value = (static_cast<unsigned char>(raw.back()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = raw.size(); i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
    }
    return static_cast<std::int64_t>(value);
}

}  // namespace pf
