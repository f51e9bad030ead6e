// Lines of a large text file, one at a time, through a buffer of bounded size.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/numbers.h"

namespace pf {

/// Reads a text file line by line. Passed over are, in front of the first line: comments ("# ...") and
/// Excel's "sep=;". Cost: 1 MiB of memory, whatever the file's size.
class LineReader {
  public:
    /// Throws: Error(Io) when the file cannot be opened.
    explicit LineReader(std::filesystem::path file);

    /// The next line that is not blank, without its line end ("\n", "\r\n", or "\r" where that is all the
    /// file has) and the file's byte order mark; false at the end of the file. The view is valid until the
    /// next call. Throws: Error(Io) when reading fails, Error(Data) for a line longer than the buffer, and
    /// for text in UTF-16.
    bool next(std::string_view& line);

    /// "file:line" of the line read last (1-based).
    std::string place() const;
    /// Its number alone.
    std::size_t number() const { return number_; }

    /// The last comment in front of the first line, without its '#'; "" when there is none.
    const std::string& comment() const { return comment_; }

  private:
    bool fill();
    bool nextLine(std::string_view& line);
    bool isPassedOver(std::string_view line);

    std::filesystem::path file_;
    std::ifstream stream_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t number_ = 0;
    bool atEnd_ = false;
    bool hasStarted_ = false;  ///< the first line was given out
    char lineEnd_ = '\n';
    std::string comment_;
};

/// The character between the columns of a line: a tab, else ';', else ',', else ' ' for any blanks.
char separatorOf(std::string_view line);

/// The parts of a line into `fields` (cleared first). A separator ' ' means any run of blanks and tabs; with
/// any other one empty fields are kept.
void splitFields(std::string_view line, char separator, std::vector<std::string_view>& fields);

}  // namespace pf
