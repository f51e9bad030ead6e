#include "core/eval/charts/svg_wrapping.h"

#include <cstddef>
#include <utility>

#include "core/base/utf8.h"
#include "core/eval/charts/svg_text.h"

namespace pf {
std::vector<std::string> wrappedLines(std::string_view text, double width, double fontSize) {
    std::vector<std::string> lines(1);
    std::size_t word = 0;  // where the last word of the last line begins
    while (!text.empty()) {
        const std::string_view next = takeUtf8(text).bytes;
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
