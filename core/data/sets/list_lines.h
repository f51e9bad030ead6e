// Lists of faces that are plain lines: a path, maybe a label. Internal to openFaceList.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/record_io/list_columns.h"
#include "core/data/sets/list_table.h"

namespace pf {

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
