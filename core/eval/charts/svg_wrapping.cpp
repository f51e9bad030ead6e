#include "core/eval/charts/svg_wrapping.h"

#include <cstddef>
#include <utility>

#include "core/eval/charts/svg_text.h"

namespace pf {
namespace {

/// Bytes of the character at the start of the text; bytes that are no UTF-8 count one by one.
std::size_t characterLength(std::string_view text) {
    const auto isInside = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    };
    std::size_t length = 1;
    while (length < 4 && isInside(length)) {
        ++length;
    }
    return length;
}

}  // namespace

std::vector<std::string> wrappedLines(std::string_view text, double width, double fontSize) {
    std::vector<std::string> lines(1);
    std::size_t word = 0;  // where the last word of the last line begins
    while (!text.empty()) {
        const std::string_view next = text.substr(0, characterLength(text));
        text.remove_prefix(next.size());
        std::string& line = lines.back();
        if (!line.empty() && textWidth(line + std::string(next), fontSize) > width) {
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
