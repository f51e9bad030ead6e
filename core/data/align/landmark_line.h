// One line of a landmark list, taken apart. Internal to the list's reader.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace pf {

/// Coordinates of five points.
inline constexpr std::size_t kCoordinates = 10;

/// What stands on a line before it is known how to read it.
struct LandmarkLine {
    std::size_t number = 0;
    std::string name;
    std::size_t count = 0;                          ///< fields after the name: 10, or 11 with a label
    std::array<double, kCoordinates + 1> values{};  ///< NaN where a field is a word
    std::string firstField;                         ///< the fields that may be labels
    std::string lastField;
};

/// Takes a line apart; the name may hold blanks when it ends like an image's, or stand in double quotes with
/// "" for a quote. Throws: Error(Data) with `where` when it is not a name and 10 numbers, or those and one
/// label.
LandmarkLine splitLandmarkLine(std::string_view line, bool commas, const std::string& where);

/// Whether a line's fields are separated by commas rather than blanks.
bool hasCommas(std::string_view line);

}  // namespace pf
