// Numbers in text, read and written with a point whatever the locale says. A library or the desktop may set
// LC_NUMERIC or the global std::locale at any time, and the C and C++ functions that follow them would then
// read "0.01" as 0 and write "0,01": nothing outside this file calls them (tests/style_check.sh).
#pragma once

#include <charconv>
#include <clocale>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pf {

/// All of `text` as a number, blanks at both ends and a leading '+' allowed; "inf" and "nan" are numbers too.
std::optional<double> readNumber(std::string_view text);

/// All of `text` as a number of that type, without blanks or a leading '+'; nothing when it is none or does
/// not fit.
template <typename Number>
std::optional<Number> parseNumber(std::string_view text) {
    Number value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
    return isWhole ? std::optional(value) : std::nullopt;
}

/// The same into `value`, which stays as it is when there is none.
template <typename Number>
bool parseWhole(std::string_view text, Number& value) {
    const auto number = parseNumber<Number>(text);
    value = number.value_or(value);
    return number.has_value();
}

/// Text that printf would make of it in the C locale.
[[gnu::format(printf, 1, 2)]] std::string formatted(const char* format, ...);

/// printf of the C locale: for the standard output of the command line.
[[gnu::format(printf, 1, 2)]] void printFormatted(const char* format, ...);

/// While it lives, this thread reads and writes numbers as the C locale does: around calls of libraries that
/// ask LC_NUMERIC (nlohmann-json's parser takes only the first byte of a decimal point). Other threads do not
/// notice.
class PlainNumbers {
  public:
    PlainNumbers();
    ~PlainNumbers();
    PlainNumbers(const PlainNumbers&) = delete;
    PlainNumbers& operator=(const PlainNumbers&) = delete;

  private:
    locale_t before_;
};

/// Sets LC_NUMERIC back to "C" for the whole process, as Qt advises after its application object was made:
/// for what libraries do on threads of their own.
void resetProcessNumbers();

}  // namespace pf
