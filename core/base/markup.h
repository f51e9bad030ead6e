// Any text as a part of a LaTeX or Markdown document.
#pragma once

#include <string>
#include <string_view>

namespace pf {

/// The text with spaces for its line breaks.
std::string singleLine(std::string_view text);
/// The text with the characters that mean something to Markdown made harmless; a line break becomes a space.
std::string markdownText(std::string_view text);
/// The same for LaTeX.
std::string latexText(std::string_view text);

}  // namespace pf
