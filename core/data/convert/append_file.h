// A file that grows at its end and can go on after its writer was killed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace pf {

class AppendFile {
  public:
    /// Creates the file, or keeps its first `keep` bytes and cuts what lies beyond.
    /// Throws: Error(Io) naming the file; Error(Data) when it is shorter than `keep`.
    explicit AppendFile(std::filesystem::path path, std::uint64_t keep = 0);

    /// Throws: Error(Io).
    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);
    /// Puts everything on the disk. Returns the file's length. Throws: Error(Io).
    std::uint64_t flush();

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::uint64_t length_ = 0;
};

}  // namespace pf
