#include "core/base/numbers.h"

#include <array>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

#include "core/base/text.h"

namespace pf {
namespace {

/// Made once and kept: a thread may still use it while others end.
locale_t plainLocale() {
    static const locale_t plain = ::newlocale(LC_ALL_MASK, "C", nullptr);
    return plain;
}

}  // namespace

std::optional<double> readNumber(std::string_view text) {
    text = trimmed(text);
    const bool hasTwoSigns = text.starts_with("+-");
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    return hasTwoSigns ? std::nullopt : parseNumber<double>(text);
}

std::string formatted(const char* format, ...) {
    const PlainNumbers plain;
    std::array<char, 256> buffer{};
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(buffer.data(), buffer.size(), format, arguments);
    va_end(arguments);
    std::string text;
    if (length >= 0 && static_cast<std::size_t>(length) < buffer.size()) {
        text.assign(buffer.data(), static_cast<std::size_t>(length));
    } else if (length >= 0) {
        text.resize(static_cast<std::size_t>(length) + 1);
        std::vsnprintf(text.data(), text.size(), format, again);
        text.pop_back();
    }
    va_end(again);
    return text;
}

void printFormatted(const char* format, ...) {
    const PlainNumbers plain;
    va_list arguments;
    va_start(arguments, format);
    std::vprintf(format, arguments);
    va_end(arguments);
}

PlainNumbers::PlainNumbers() : before_(::uselocale(plainLocale())) {}

PlainNumbers::~PlainNumbers() {
    ::uselocale(before_);
}

void resetProcessNumbers() {
    std::setlocale(LC_NUMERIC, "C");
}

}  // namespace pf
