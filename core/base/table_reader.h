// Tables in text files: CSV, TSV, and columns between blanks.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/line_reader.h"

namespace pf {

/// Reads a table line by line. The first line decides how all are separated (by tabs, else ';', else ',',
/// else blanks) and how many columns there are. Fields come without blanks at their ends; but in columns
/// between blanks they may stand in double quotes, with "" for a quote inside. A separator after the last
/// field adds no column.
class TableReader {
  public:
    using Fields = std::vector<std::string_view>;

    /// `allowsShortRows`: lines may have fewer fields than the first. Throws: Error(Io) when the file cannot
    /// be opened.
    explicit TableReader(const std::filesystem::path& file, bool allowsShortRows = false);

    /// The fields of the next line that is not blank; false at the end. They are valid until the next call.
    /// Throws: Error(Data) with file and line for another number of fields than in the first line, a quote
    /// that is not closed, a null byte, a line of more than 1 MiB; Error(Io) when reading fails.
    bool next(Fields& fields);

    /// "file:line" of the line read last (1-based).
    std::string place() const { return lines_.place(); }
    /// The line's number alone.
    std::size_t lineNumber() const { return lines_.number(); }
    /// The last comment in front of the table, as LineReader has it.
    const std::string& comment() const { return lines_.comment(); }

  private:
    void split(std::string_view line, Fields& fields);
    std::size_t quotedField(std::string_view line, std::size_t begin, Fields& fields);

    LineReader lines_;
    bool allowsShortRows_;
    char separator_ = '\0';
    std::size_t columns_ = 0;
    std::deque<std::string> unquoted_;  ///< fields that had quotes inside
};

/// The column with one of these names, whatever their case; the first of `names` that there is.
std::optional<std::size_t> columnNamed(const TableReader::Fields& header,
                                       const std::vector<std::string_view>& names);

/// The column that is called as people call names of images: "name", "path", "img_path" ...
std::optional<std::size_t> columnOfNames(const TableReader::Fields& header);

/// Whether a field says that there is no value: "NA", "None", "null", "-", "failed" ..., or nothing at all.
bool saysNoValue(std::string_view text);

/// `text` for a message: of more than 80 bytes only the first, with "..." behind them; a line end is shown as
/// "\n" or "\r".
std::string quotable(std::string_view text);

/// "'a', 'b' and 'c'", for messages.
std::string quotedList(const TableReader::Fields& fields);

/// True when all of `text` is a finite number.
bool parseFinite(std::string_view text, double& value);

}  // namespace pf
