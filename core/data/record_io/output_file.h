// A file that grows, and can be continued after an interruption. Internal to record_io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/posix_file.h"

namespace pf {

/// Appends through a buffer of 256 KiB; what was not flushed may be lost. All functions throw Error(Io)
/// naming the file and the system's reason.
class OutputFile {
  public:
    /// Starts an empty file, or opens one that exists, cut to `keptBytes`.
    explicit OutputFile(std::filesystem::path path);
    OutputFile(std::filesystem::path path, std::uint64_t keptBytes);

    /// Length with what is still in the buffer.
    std::uint64_t size() const { return written_ + buffer_.size(); }
    void append(std::span<const std::byte> bytes);
    void append(std::string_view text);
    /// Hands the buffer to the system and waits until the disk has it all.
    void flush();
    /// Writes over bytes that were flushed.
    void overwrite(std::uint64_t offset, std::span<const std::byte> bytes);

  private:
    void writeOut();
    void require(bool done, const char* action) const;

    std::filesystem::path path_;
    Descriptor file_;
    std::uint64_t written_ = 0;
    std::vector<std::byte> buffer_;
};

}  // namespace pf
