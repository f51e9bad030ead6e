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
/// The parts of `text` between separators; empty parts are kept.
std::vector<std::string> splitText(std::string_view text, char separator);

}  // namespace pf
