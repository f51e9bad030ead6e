// Lists of faces as they are written: plain lines of a path, maybe a label, or a table with a header.
// Internal to openFaceList.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/record_io/list_columns.h"

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

/// A list of plain lines.
class ListLines {
  public:
    /// Throws: Error(Data) when it is not text.
    ListLines(const std::filesystem::path& list, std::string text);

    /// Whatever of the first lines can be a path.
    std::vector<std::string> names() const;
    /// Takes every line apart; what is a file below `root` decides how. Throws: Error(Data) with file and
    /// line.
    std::vector<ListEntry> read(const std::filesystem::path& root);
    /// Whether the lines have columns in which labels are numbers.
    bool hasColumns() const { return layout_.has_value(); }

  private:
    void settleLabelFirst();
    ListEntry quoted(std::string_view line, std::size_t number) const;
    ListEntry takeApart(std::string_view line, std::size_t number);
    bool hasRecordColumns(std::string_view line) const;
    std::optional<ListColumns> recordColumns(std::string_view line, std::size_t number);

    std::filesystem::path list_;
    std::filesystem::path root_;
    bool isCsv_;
    std::string text_;
    std::optional<ListLayout> layout_;
    std::size_t layoutLine_ = 0;
};

}  // namespace pf
