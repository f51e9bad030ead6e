// A file that grows, and that a later process can continue after its writer was killed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/posix_file.h"

namespace pf {

/// Appends through a buffer of 256 KiB. All functions throw Error(Io) naming the file and the system's
/// reason.
class OutputFile {
  public:
    /// Creates the file, or keeps the first `keep` bytes of one that exists and cuts what lies beyond.
    /// Throws: Error(Data) when it is shorter than `keep`.
    explicit OutputFile(std::filesystem::path path, std::uint64_t keep = 0);

    /// Length with what is still in the buffer.
    std::uint64_t size() const { return written_ + buffer_.size(); }
    void append(std::span<const std::byte> bytes);
    void append(std::string_view text);
    /// Hands the buffer to the system: a killed process loses nothing of it.
    void writeOut();
    /// The same, and waits until the disk has it all: a power failure loses nothing of it. Returns: the
    /// length.
    std::uint64_t flush();
    /// Writes over bytes that were flushed.
    void overwrite(std::uint64_t offset, std::span<const std::byte> bytes);

  private:
    std::filesystem::path path_;
    Descriptor file_;
    std::uint64_t written_ = 0;
    std::vector<std::byte> buffer_;
};

}  // namespace pf
