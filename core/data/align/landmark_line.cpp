#include "core/data/align/landmark_line.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/images/image_header.h"

namespace pf {
namespace {

constexpr double kLargestCoordinate = 1e6;
constexpr const char* kExpected =
    "expected a name and ten numbers, `name x1 y1 ... x5 y5` or `name x1 ... x5 y1 ... y5`, perhaps with a "
    "label after the name or at the end";

template <typename... Parts>
void failIf(bool isWrong, const std::string& where, const Parts&... what) {
    failDataIf(isWrong, where, what..., "; ", kExpected);
}

/// The words of a line; `end` of each is needed to find where a name with blanks ends.
std::vector<std::string_view> fieldsOf(std::string_view text, bool commas) {
    std::vector<std::string_view> fields;
    splitFields(text, commas ? ',' : ' ', fields);
    for (std::string_view& field : fields) {
        field = trimmed(field);
    }
    return fields;
}

bool looksLikeImage(std::string_view word) {
    const std::size_t dot = word.rfind('.');
    return dot != std::string_view::npos && hasImageExtension("x" + std::string(word.substr(dot)));
}

/// Takes a quoted name off the front of the line.
std::string takeQuoted(std::string_view& line, const std::string& where) {
    std::string name;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] != '"') {
            name += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
            name += line[++i];
        } else {
            line.remove_prefix(i + 1);
            return name;
        }
    }
    failData(where, "the name's closing quote is missing; ", kExpected);
}

/// Of fields that begin with the words of an unquoted name, how many belong to the name.
std::size_t nameWords(const std::vector<std::string_view>& fields, const std::string& where) {
    const std::size_t total = fields.size();
    for (const std::size_t count : {kCoordinates, kCoordinates + 1}) {
        if (total > count && looksLikeImage(fields[total - count - 1])) {
            return total - count;
        }
    }
    const auto image = std::find_if(fields.begin(), fields.end(), looksLikeImage);
    if (image != fields.end()) {
        return static_cast<std::size_t>(image - fields.begin()) + 1;
    }
    failIf(total != kCoordinates + 1 && total != kCoordinates + 2, where, "it has ", total,
           " words and no name of an image");
    return 1;
}

/// Nothing when the field is no number, or none that can be a coordinate.
std::optional<double> coordinateOf(std::string_view field) {
    const auto value = parseNumber<double>(field);
    return value && std::isfinite(*value) && std::abs(*value) <= kLargestCoordinate ? value : std::nullopt;
}

}  // namespace

bool hasCommas(std::string_view line) {
    return static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) >= kCoordinates;
}

LandmarkLine splitLandmarkLine(std::string_view line, bool commas, const std::string& where) {
    LandmarkLine parts;
    std::vector<std::string_view> fields;
    if (line.front() == '"') {
        parts.name = takeQuoted(line, where);
        line = trimmed(line);
        if (commas && line.starts_with(',')) {
            line.remove_prefix(1);
        }
        fields = fieldsOf(line, commas);
    } else {
        fields = fieldsOf(line, commas);
        const std::size_t words = commas ? 1 : nameWords(fields, where);
        const std::string_view last = fields[words - 1];
        failIf(last.empty(), where, "the name is empty");
        parts.name = std::string(line.data(), last.data() + last.size());
        fields.erase(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(words));
    }
    failIf(trimmed(parts.name).empty(), where, "the name is empty");
    parts.count = fields.size();
    failIf(parts.count != kCoordinates && parts.count != kCoordinates + 1, where, "there are ", parts.count,
           " fields after the name");
    parts.firstField = fields.front();
    parts.lastField = fields.back();
    for (std::size_t i = 0; i < parts.count; ++i) {
        const bool mayBeLabel = parts.count > kCoordinates && (i == 0 || i + 1 == parts.count);
        const auto value = coordinateOf(fields[i]);
        failIf(!value && !mayBeLabel, where, "'", fields[i].substr(0, 40),
               "' is not a place in a photo, in pixels");
        parts.values[i] = value.value_or(std::numeric_limits<double>::quiet_NaN());
    }
    failIf(
        parts.count > kCoordinates && std::isnan(parts.values[0]) && std::isnan(parts.values[kCoordinates]),
        where, "both the first and the last field after the name are words");
    return parts;
}

}  // namespace pf
