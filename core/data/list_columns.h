// The columns of the image lists that MXNet and insightface write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pf {

/// Lists of three or more columns, between tabs or blanks.
enum class ListLayout {
    Im2rec,       ///< `index label(s) path`, as MXNet's im2rec writes them
    Insightface,  ///< `aligned path label`, maybe with a box and landmarks behind
};

struct ListColumns {
    std::string_view key;  ///< im2rec: the record's key; insightface: whether the face is aligned
    std::string_view label;
    std::string_view path;
};

/// The layout that a line's columns show: im2rec where the second is a number and the last is none,
/// insightface where the second is none and the third is. Where a line has no tab, blanks are between the
/// columns and a path may hold some. Nothing for any other line.
std::optional<ListLayout> listLayoutOf(std::string_view line);
/// The columns of a line of that layout; nothing when it does not have them.
std::optional<ListColumns> listColumns(std::string_view line, ListLayout layout);
/// A label as its identity is named: "5.000000" is "5".
std::string listLabelName(std::string_view label);

/// What a list may look like, for messages.
inline constexpr const char* kExpectedListLines =
    "expected `path`, `path label`, im2rec's `index <tab> label <tab> path` or insightface's "
    "`1 <tab> path <tab> label` a line";

}  // namespace pf
