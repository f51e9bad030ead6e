// Reading a file of any length at any place, and line by line. Std and pf_base only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/posix_file.h"

namespace pf {

/// A regular file opened for reading; a file that is replaced meanwhile stays what it was.
class RandomFile {
  public:
    /// Throws: Error(Data) naming the path when it is missing, a folder, or may not be read.
    explicit RandomFile(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }
    /// Fills `bytes` from `offset` on, as far as the file goes; returns how many there were. May be called
    /// from several threads. Throws: Error(Io).
    std::size_t read(std::uint64_t offset, std::span<std::byte> bytes) const;

  private:
    std::filesystem::path path_;
    Descriptor file_;
    std::uint64_t size_ = 0;
};

/// Gives a text file's lines with where they begin; holds one block of it.
class LineCursor {
  public:
    explicit LineCursor(const RandomFile& file) : file_(file) {}
    /// The next line without its end ("\n" or "\r\n"), valid until the next call; false at the end of the
    /// file. Throws: Error(Data) for a line above 64 KiB, Error(Io).
    bool next(std::string_view& line);
    /// Where the last line began, where the next one does, and the last one's number (from 1).
    std::uint64_t begin() const { return begin_; }
    std::uint64_t end() const { return end_; }
    std::uint64_t number() const { return number_; }

  private:
    bool fill();

    const RandomFile& file_;
    std::string block_;
    std::size_t at_ = 0;
    std::uint64_t blockEnd_ = 0;
    std::uint64_t begin_ = 0;
    std::uint64_t end_ = 0;
    std::uint64_t number_ = 0;
};

}  // namespace pf
