#include "core/data/record_io/list_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/base/names/name_folding.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

std::optional<double> numberIn(std::string_view text) {
    const auto value = parseNumber<double>(trimmed(text));
    return value && std::isfinite(*value) ? value : std::nullopt;
}

bool isWhole(std::string_view text) {
    const auto number = numberIn(text);
    return number && *number >= 0.0 && *number == std::floor(*number);
}

/// Takes the first column off a line, without the blanks around it; any number of blanks separate.
std::string_view takeColumn(std::string_view& rest, char separator) {
    if (separator == ' ') {
        rest = trimmed(rest);
    }
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view column = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return column;
}

/// im2rec's columns: a number, one label or several, and a path that is none.
std::optional<ListColumns> im2recColumns(std::string_view line) {
    const char separator = line.find('\t') != std::string_view::npos ? '\t' : ' ';
    std::string_view rest = line;
    ListColumns columns;
    columns.key = takeColumn(rest, separator);
    columns.label = takeColumn(rest, separator);
    if (!isWhole(columns.key) || !numberIn(columns.label)) {
        return std::nullopt;
    }
    if (separator == '\t') {
        columns.path = rest.empty() ? rest : trimmed(line.substr(line.rfind('\t') + 1));
    } else {
        for (std::string_view behind = rest; numberIn(takeColumn(behind, separator));) {
            rest = behind;  // further labels
        }
        columns.path = trimmed(rest);
    }
    return columns.path.empty() || numberIn(columns.path) ? std::nullopt : std::optional(columns);
}

/// insightface's columns: whether the face is aligned, a path, and a label. Behind tabs more may follow;
/// between blanks the label is the last word.
std::optional<ListColumns> insightfaceColumns(std::string_view line) {
    const bool hasTabs = line.find('\t') != std::string_view::npos;
    ListColumns columns;
    std::string_view rest = line;
    columns.key = takeColumn(rest, hasTabs ? '\t' : ' ');
    if (hasTabs) {
        columns.path = takeColumn(rest, '\t');
        columns.label = takeColumn(rest, '\t');
    } else {
        rest = trimmed(rest);
        const std::size_t last = rest.rfind(' ');
        columns.path = last == std::string_view::npos ? std::string_view{} : trimmed(rest.substr(0, last));
        columns.label = rest.substr(last + 1);
    }
    const bool fits =
        isWhole(columns.key) && !columns.path.empty() && !numberIn(columns.path) && numberIn(columns.label);
    return fits ? std::optional(columns) : std::nullopt;
}

/// Whether the text ends as a file does: ".png".
bool namesFile(std::string_view text) {
    return !extensionOfName(text).empty();
}

/// MagFace's `path 0 label 0`; the path may hold blanks.
std::optional<ListColumns> magfaceColumns(std::string_view line) {
    std::string_view rest = line;
    std::array<std::string_view, 3> last;
    for (auto& column : last) {
        const std::size_t end = rest.find_last_of(" \t");
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        column = rest.substr(end + 1);
        rest = trimmed(rest.substr(0, end));
    }
    const bool fits = last[0] == "0" && last[2] == "0" && isWhole(last[1]) && namesFile(rest);
    return fits ? std::optional(ListColumns{.key = {}, .label = last[1], .path = rest}) : std::nullopt;
}

std::optional<ListColumns> labelFirstColumns(std::string_view line) {
    const std::size_t end = line.find_first_of(" \t,");
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const ListColumns columns{.key = {}, .label = line.substr(0, end), .path = trimmed(line.substr(end + 1))};
    // Behind a tab or a comma one column is left; a path may hold blanks.
    const bool isTwo = line[end] == ' ' || columns.path.find(line[end]) == std::string_view::npos;
    return isTwo && isWhole(columns.label) && namesFile(columns.path) ? std::optional(columns) : std::nullopt;
}

}  // namespace

std::optional<ListLayout> listLayoutOf(std::string_view line) {
    for (const ListLayout layout : {ListLayout::Im2rec, ListLayout::Insightface, ListLayout::MagFace}) {
        if (listColumns(line, layout)) {
            return layout;
        }
    }
    return std::nullopt;
}

std::optional<ListColumns> listColumns(std::string_view line, ListLayout layout) {
    using Columns = std::optional<ListColumns> (*)(std::string_view line);
    constexpr std::array<Columns, 4> kColumns = {im2recColumns, insightfaceColumns, magfaceColumns,
                                                 labelFirstColumns};
    return kColumns[static_cast<std::size_t>(layout)](line);
}

bool isLabelFirst(std::string_view line) {
    return labelFirstColumns(line).has_value();
}

std::string listLabelName(std::string_view label) {
    const auto value = numberIn(label);
    const bool isWhole = value && *value == std::floor(*value) && std::abs(*value) < 1e15;
    return isWhole ? std::to_string(static_cast<std::int64_t>(*value)) : std::string(trimmed(label));
}

}  // namespace pf
