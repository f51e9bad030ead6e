// Text of charts and reports: escaped for XML and HTML, measured without fonts, numbers without a locale.
#pragma once

#include <string>
#include <string_view>

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

/// A number with at most `decimals` digits after the point, trailing zeros removed: coordinates.
std::string compactNumber(double value, int decimals);
/// A number with exactly `decimals` digits after the point; "–" when it is not finite.
std::string fixedNumber(double value, int decimals);
/// A number with at most `digits` significant digits: "0.00312", "1.5e-07"; "–" when it is not finite.
std::string significantNumber(double value, int digits);
/// A target such as an FMR, as papers write it: "1e-3", "0.2" or "0.015".
std::string targetNumber(double value);

}  // namespace pf
