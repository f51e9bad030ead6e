#include "core/results/report_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/text.h"

namespace pf {
namespace {

std::string decimalText(double value, int decimals) {
    // The longest double has 309 digits before the point.
    std::array<char, 400> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      std::chars_format::fixed, std::clamp(decimals, 0, 17));
    std::string text(buffer.data(), result.ptr);
    const bool onlyZeros = text.find_first_not_of("-0.") == std::string::npos;
    return onlyZeros && text.front() == '-' ? text.substr(1) : text;
}

}  // namespace

std::string compactNumber(double value, int decimals) {
    std::string text = decimalText(value, decimals);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::string fixedNumber(double value, int decimals) {
    return std::isfinite(value) ? decimalText(value, decimals) : "–";
}

std::string significantNumber(double value, int digits) {
    if (!std::isfinite(value)) {
        return "–";
    }
    std::array<char, 64> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      std::chars_format::general, std::clamp(digits, 1, 17));
    return {buffer.data(), result.ptr};
}

std::string targetNumber(double value) {
    if (value > 0 && value < 0.095) {
        const auto exponent = static_cast<int>(std::lround(std::log10(value)));
        if (std::abs(value / std::pow(10.0, exponent) - 1.0) < 1e-9) {
            return "1e" + std::to_string(exponent);
        }
    }
    return std::isfinite(value) ? formatNumber(value) : "–";
}

std::string percentText(double fraction) {
    return std::isfinite(fraction) ? fixedNumber(fraction * 100.0, 2) + " %" : "–";
}

std::string rateText(double rate) {
    if (!std::isfinite(rate) || rate >= 0.01) {
        return percentText(rate);
    }
    return significantNumber(rate * 100.0, 3) + " %";
}

std::string percentInterval(const Interval& interval) {
    if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) {
        return "";
    }
    // Spaces that do not break: an interval stays on one line. A dash would let it break, and look like a
    // minus.
    return fixedNumber(interval.low * 100.0, 2) + "\u00a0to\u00a0" + fixedNumber(interval.high * 100.0, 2) +
           "\u00a0%";
}

}  // namespace pf
