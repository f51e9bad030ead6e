// The columns of the image lists that MXNet and insightface write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pf {

/// Lists of other columns than `path label`, between tabs, commas or blanks.
enum class ListLayout {
    Im2rec,       ///< `index label(s) path`, as MXNet's im2rec writes them
    Insightface,  ///< `aligned path label`, maybe with a box and landmarks behind
    MagFace,      ///< `path 0 label 0`
    LabelFirst,   ///< `label path`, where the label is a whole number
};

struct ListColumns {
    std::string_view key;  ///< im2rec: the record's key; insightface: whether the face is aligned
    std::string_view label;
    std::string_view path;
};

/// The layout that a line's columns show: im2rec where the second is a number and the last is none,
/// insightface where the second is none and the third is, MagFace where the second and fourth are 0. Where a
/// line has no tab, blanks are between the columns and a path may hold some. Nothing for any other line, as
/// for `label path`, which a path with a blank looks like: see isLabelFirst.
std::optional<ListLayout> listLayoutOf(std::string_view line);
/// The columns of a line of that layout; nothing when it does not have them.
std::optional<ListColumns> listColumns(std::string_view line, ListLayout layout);
/// Whether a line has a whole number and an image's name behind it, between a tab, a comma or blanks.
bool isLabelFirst(std::string_view line);
/// A label as its identity is named: "5.000000" is "5".
std::string listLabelName(std::string_view label);

/// What a list may look like, for messages.
inline constexpr const char* kExpectedListLines =
    "expected `path`, `path label`, im2rec's `index <tab> label <tab> path`, insightface's `1 <tab> path "
    "<tab> label` or MagFace's `path 0 label 0` a line, or a table with the header path,label";

}  // namespace pf
