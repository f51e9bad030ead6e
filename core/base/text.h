// Small text helpers: numbers as people read them, and the nearest valid word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// "0:14", "12:05" or "1 h 02 min".
std::string formatDuration(double seconds);
/// "15,660,000".
std::string formatCount(std::int64_t count);
/// "99.15 %".
std::string formatPercent(double fraction);
/// The shortest text that reads back as the same double ("0.001", "5e-04" never loses digits).
std::string formatNumber(double value);

/// The candidate with the smallest edit distance to `word`, or "" when none is near (distance > half its
/// length).
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

/// Text without white space at both ends.
std::string_view trimmed(std::string_view text);
/// `text` with its ASCII letters in lower case.
std::string lowerCase(std::string_view text);
/// The parts of `text` between separators; empty parts are kept.
std::vector<std::string> splitText(std::string_view text, char separator);

/// Adds a Unicode code point in UTF-8.
void appendUtf8(std::string& text, std::uint32_t code);
/// The code points of UTF-8 text; a byte that is no UTF-8 stands for itself (Latin-1), so that nothing is
/// lost.
std::vector<std::uint32_t> utf8CodePoints(std::string_view text);

}  // namespace pf
