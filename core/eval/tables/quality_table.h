// The lines of a quality file, whatever its separators and with or without a header. Internal to readQuality.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/line_reader.h"
#include "core/base/table_reader.h"

namespace pf {

/// A number as tools for image quality write it: "0.64", also in brackets, "[0.64]", "(0.64)" or "[[0.64]]";
/// "nan" and "inf" count as numbers here, and a number that is too large for a double as infinite. Nothing
/// for any other text.
std::optional<double> qualityNumber(std::string_view text);

/// Reads a table of names and numbers. Between blanks, the first column may hold blanks: the numbers are
/// counted from the end.
class QualityTable {
  public:
    /// Throws: Error(Io), Error(Data) for a file without lines, or one that is not text.
    explicit QualityTable(const std::filesystem::path& file);

    /// The names of the columns, which may stand in a comment; empty when the first line has numbers, as it
    /// is a line of its own then.
    const std::vector<std::string>& header() const { return header_; }
    std::size_t columns() const { return columns_; }

    /// The fields of the next line; fewer than columns() where the line is short. False at the end.
    /// Throws: Error(Data) with file and line for more fields than columns.
    bool next(std::vector<std::string>& fields);

    /// "file:line" of the line read last (1-based).
    std::string place() const;

  private:
    bool read(std::vector<std::string>& fields);
    std::vector<std::string> commentedHeader() const;
    std::vector<std::string> countedFromEnd(const std::vector<std::string>& words) const;

    bool hasBlanks_ = false;  ///< columns between blanks
    LineReader lines_;        ///< of such a file
    TableReader table_;       ///< of any other
    std::vector<std::string> header_;
    std::size_t columns_ = 0;
    std::vector<std::string> pending_;  ///< the first line, when it is not a header
    bool hasPending_ = false;
};

}  // namespace pf
