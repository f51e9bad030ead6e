// Small text helpers: numbers and times as people read them, words, quoting.
#pragma once

#include <concepts>
#include <cstdint>
#include <ctime>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace pf {

/// "0:14", "12:05" or "1 h 02 min".
std::string formatDuration(double seconds);
/// "15,660,000".
std::string formatCount(std::int64_t count);
template <std::unsigned_integral Count>
std::string formatCount(Count count) {
    return formatCount(static_cast<std::int64_t>(count));
}
/// "99.15 %".
std::string formatPercent(double fraction);
/// The shortest text that reads back as the same double ("0.001", "5e-04" never loses digits).
std::string formatNumber(double value);
/// The same of a float, by way of a float.
std::string formatFloat(float value);
/// A moment in local time, as strftime's `format` has it.
std::string formatTime(std::time_t time, const char* format);

/// Letters to insert, remove or replace to make one text of the other, or `limit` when it takes that many.
std::size_t editDistance(std::string_view a, std::string_view b,
                         std::size_t limit = std::numeric_limits<std::size_t>::max());
/// The candidate with the smallest edit distance to `word`, or "" when none is near (distance > half its
/// length).
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);
/// "; did you mean 'epochs'?" for the nearest word, or "" when none is near.
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

/// Text without white space at both ends.
std::string_view trimmed(std::string_view text);
/// `text` with its ASCII letters in lower case.
std::string lowerCase(std::string_view text);
/// The parts of `text` between separators; empty parts are kept.
std::vector<std::string> splitText(std::string_view text, char separator);
/// What `textOf` makes of each item, a text or a number, as in "a, b, c".
template <typename Items, typename TextOf = std::identity>
std::string joined(const Items& items, std::string_view between = ", ", const TextOf& textOf = {}) {
    std::string text;
    bool isFirst = true;
    for (const auto& item : items) {
        text += std::exchange(isFirst, false) ? std::string_view() : between;
        const auto& made = std::invoke(textOf, item);
        if constexpr (std::is_floating_point_v<std::decay_t<decltype(made)>>) {
            text += formatNumber(made);
        } else if constexpr (std::is_integral_v<std::decay_t<decltype(made)>>) {
            text += std::to_string(made);
        } else {
            text += made;
        }
    }
    return text;
}
/// A word of a shell command, in quotes unless all of its characters are harmless.
std::string shellQuoted(std::string_view word);

/// "[1, 3, ?, 112]": sides of an array; a negative one is open.
inline std::string shapeText(std::span<const std::int64_t> shape) {
    const auto side = [](std::int64_t size) { return size < 0 ? std::string("?") : std::to_string(size); };
    return "[" + joined(shape, ", ", side) + "]";
}

}  // namespace pf
