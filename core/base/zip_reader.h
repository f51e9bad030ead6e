// Zip archives of untrusted origin: stored or deflated entries, with their checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace pf {

struct ZipEntry {
    std::string name;
    std::uint64_t bytes = 0;        ///< unpacked
    std::uint64_t packedBytes = 0;  ///< in the archive
    std::uint64_t index = 0;        ///< of the entry in the archive, with the folders
};

/// An opened archive. Every entry's size is checked against the file when it is opened: none may claim to
/// unpack to more than deflate can make of it, and together they may not take more than the file has.
class ZipReader {
  public:
    /// `what` says in messages what the file should have been ("a PyTorch file").
    /// Throws: Error(Io) when it cannot be opened; Error(Data) naming the file and what is wrong with it.
    ZipReader(const std::filesystem::path& path, const std::string& what);
    /// The same for an archive in memory, which must outlive the reader; `name` is used in messages.
    ZipReader(std::span<const std::byte> bytes, const std::string& name, const std::string& what);
    /// In the archive's order; folders are left out.
    const std::vector<ZipEntry>& entries() const { return entries_; }
    const ZipEntry* find(std::string_view name) const;
    /// Unpacks an entry into `target`, which has its size. Throws: Error(Data) naming the entry when it is
    /// cut, encrypted, packed in another way or when its checksum does not match.
    void read(const ZipEntry& entry, std::span<std::byte> target) const;
    /// The same into memory of its own. Throws: also when it is larger than `maxBytes`.
    std::vector<std::byte> read(const ZipEntry& entry, std::uint64_t maxBytes) const;
    /// The file's name, for messages.
    const std::string& name() const { return name_; }

  private:
    struct Closer {
        void operator()(zip* archive) const;
    };

    void readDirectory(std::uint64_t fileBytes, const std::string& what);

    std::string name_;
    std::unique_ptr<zip, Closer> archive_;
    std::vector<ZipEntry> entries_;
    std::map<std::string, std::size_t, std::less<>> byName_;
};

}  // namespace pf
