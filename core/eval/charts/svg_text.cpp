#include "core/eval/charts/svg_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/text.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Character {
    char32_t code = kReplacement;
    std::string_view bytes;  ///< of the text; "" when it is no valid character of XML
};

bool allowedInXml(char32_t code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800 && code != 0x7F) ||
           (code >= 0xE000 && code < 0xFFFE) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// The character at the front of a text that is not empty, which loses its bytes.
Character takeCharacter(std::string_view& text) {
    const Utf8Character taken = takeUtf8(text);
    return taken.isValid && allowedInXml(taken.code) ? Character{taken.code, taken.bytes} : Character{};
}

/// In em, after the widest of the common sans-serif fonts.
double advance(char32_t code) {
    if (code >= 0x1100 && code != kReplacement) {
        return code >= 0x2000 && code < 0x2E80 ? 0.8 : 1.05;  // punctuation and signs, else full width
    }
    if (code == 'm' || code == 'w' || code == 'M' || code == 'W' || code == '@' || code == '%') {
        return 0.95;
    }
    if (code >= 'A' && code <= 'Z') {
        return 0.7;
    }
    constexpr std::u32string_view kNarrow = U"ijl.,:;'|!() []-/ftr";
    return kNarrow.find(code) != std::u32string_view::npos ? 0.38 : 0.62;
}

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

std::string escapeMarkup(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const Character character = takeCharacter(text);
        switch (character.code) {
            case U'&':
                escaped += "&amp;";
                break;
            case U'<':
                escaped += "&lt;";
                break;
            case U'>':
                escaped += "&gt;";
                break;
            case U'"':
                escaped += "&quot;";
                break;
            case U'\'':
                escaped += "&#39;";
                break;
            default:
                escaped += character.bytes.empty() ? std::string_view("\xEF\xBF\xBD") : character.bytes;
        }
    }
    return escaped;
}

double textWidth(std::string_view text, double fontSize) {
    double width = 0;
    while (!text.empty()) {
        width += advance(takeCharacter(text).code);
    }
    return width * fontSize;
}

std::string shortenedText(std::string_view text, double width, double fontSize) {
    if (textWidth(text, fontSize) <= width) {
        return std::string(text);
    }
    std::vector<Character> characters;
    while (!text.empty()) {
        characters.push_back(takeCharacter(text));
    }
    double room = width / fontSize - advance(U'…');
    std::string front;
    std::string back;
    std::size_t low = 0;
    std::size_t high = characters.size();
    while (low < high) {
        const bool takesFront = low <= characters.size() - high;
        const Character& next = takesFront ? characters[low] : characters[high - 1];
        room -= advance(next.code);
        if (room < 0) {
            break;
        }
        if (takesFront) {
            front += next.bytes;
            ++low;
        } else {
            back.insert(0, next.bytes);
            --high;
        }
    }
    return front + "…" + back;
}

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

}  // namespace pf
