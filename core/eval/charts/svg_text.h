// Text of charts and reports: escaped for XML and HTML, measured without fonts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// The text with & < > " ' as entities. Bytes that are no UTF-8 and characters that XML forbids become
/// U+FFFD, so that a hostile or broken file name cannot end an element.
std::string escapeMarkup(std::string_view text);

/// About how wide the text is in a sans-serif font. Units: px, for a font size in px; a little more than it
/// needs, as no font is at hand.
double textWidth(std::string_view text, double fontSize);

/// The text, its middle replaced by an ellipsis when it is wider than `width`: names differ at their ends.
/// Cost: O(length).
std::string shortenedText(std::string_view text, double width, double fontSize);

/// The text in lines of at most `width`, broken after blanks, and within a word only where the word alone is
/// wider; at least one line, of at least one character each. Nothing is left out. Units: px. Cost: O(length
/// times the length of a line).
std::vector<std::string> wrappedLines(std::string_view text, double width, double fontSize);

}  // namespace pf
