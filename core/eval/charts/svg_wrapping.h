// Names that are wider than the place for them, in several lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// The text in lines of at most `width`, broken after blanks, and within a word only where the word alone is
/// wider; at least one line, of at least one character each. Nothing is left out. Units: px. Cost: O(length
/// times the length of a line).
std::vector<std::string> wrappedLines(std::string_view text, double width, double fontSize);

}  // namespace pf
