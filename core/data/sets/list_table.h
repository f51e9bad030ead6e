// Lists of faces that are tables with a header, as data frames are written. Internal to openFaceList.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pf {

/// A face of a list.
struct ListEntry {
    std::string path;
    std::string label;       ///< "" where the table has no labels
    std::size_t number = 0;  ///< of the line
    bool exists = false;     ///< its file is where the path says
};

struct ListTable {
    std::vector<ListEntry> faces;
    bool hasLabels = false;
    std::vector<std::string> unread;  ///< columns that are neither path nor label
};

/// Reads a table (between tabs, ';' or ',') whose header names the column of the images' paths ("path",
/// "file" ...)
/// and maybe one of labels ("label", "identity" ...); nothing for any other list, and for `path,label`
/// alone, in which a path may hold commas. Throws: Error(Io), Error(Data) with file and line for a line of
/// another number of columns, and for text in UTF-16.
std::optional<ListTable> readListTable(const std::filesystem::path& list);

}  // namespace pf
