#include "core/eval/charts/svg_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/base/utf8.h"

namespace pf {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

using Entity = std::pair<std::uint32_t, const char*>;
constexpr std::array<Entity, 5> kEntities = {
    {{U'&', "&amp;"}, {U'<', "&lt;"}, {U'>', "&gt;"}, {U'"', "&quot;"}, {U'\'', "&#39;"}}};

/// The characters; U+FFFD for bytes that are no UTF-8 and for what XML forbids.
std::vector<std::uint32_t> charactersOf(std::string_view text) {
    std::vector<std::uint32_t> codes = utf8CodePoints(displayText(text));
    for (auto& code : codes) {
        const bool isAllowed = code == '\t' || code == '\n' || code == '\r' ||
                               (code >= 0x20 && code != 0x7F && code < 0xFFFE) || code >= 0x10000;
        code = isAllowed ? code : kReplacement;
    }
    return codes;
}

/// In em, after the widest of the common sans-serif fonts.
double advance(std::uint32_t code) {
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

}  // namespace

std::string escapeMarkup(std::string_view text) {
    std::string escaped;
    for (const std::uint32_t code : charactersOf(text)) {
        const auto entity = std::ranges::find(kEntities, code, &Entity::first);
        if (entity != kEntities.end()) {
            escaped += entity->second;
        } else {
            appendUtf8(escaped, code);
        }
    }
    return escaped;
}

double textWidth(std::string_view text, double fontSize) {
    double width = 0;
    for (const std::uint32_t code : charactersOf(text)) {
        width += advance(code);
    }
    return width * fontSize;
}

std::string shortenedText(std::string_view text, double width, double fontSize) {
    if (textWidth(text, fontSize) <= width) {
        return std::string(text);
    }
    const std::vector<std::uint32_t> codes = charactersOf(text);
    double room = width / fontSize - advance(U'…');
    std::size_t low = 0;
    std::size_t high = codes.size();
    while (low < high) {
        const bool takesFront = low <= codes.size() - high;
        room -= advance(takesFront ? codes[low] : codes[high - 1]);
        if (room < 0) {
            break;
        }
        takesFront ? ++low : --high;
    }
    std::string shorter;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (i < low || i >= high) {
            appendUtf8(shorter, codes[i]);
        } else if (i == low) {
            shorter += "…";
        }
    }
    return shorter;
}

std::vector<std::string> wrappedLines(std::string_view text, double width, double fontSize) {
    std::vector<std::string> lines(1);
    std::size_t word = 0;  // where the last word of the last line begins
    for (const std::uint32_t code : charactersOf(text)) {
        std::string next;
        appendUtf8(next, code);
        if (std::string& line = lines.back(); !line.empty() && textWidth(line + next, fontSize) > width) {
            std::string carried = word > 0 ? line.substr(word) : "";
            line.erase(line.size() - carried.size());
            lines.push_back(std::move(carried));
            word = 0;
        }
        lines.back() += next;
        if (next == " ") {
            word = lines.back().size();
        }
    }
    return lines;
}

}  // namespace pf
