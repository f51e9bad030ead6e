// Files as the operating system has them: descriptors that close themselves, whole writes, its refusals.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace pf {

/// An open file, closed when it goes; or none.
class Descriptor {
  public:
    Descriptor() = default;
    /// Opens `path` as open(2) does; isOpen() says whether it worked, and errno why not.
    Descriptor(const std::filesystem::path& path, int flags, unsigned mode = 0644);
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    bool isOpen() const { return number_ >= 0; }
    int number() const { return number_; }
    /// Closes it now, which is the last chance to hear that something was not written. False and errno then.
    bool close();

    /// Writes all of `bytes`: at `offset`, or without one where the file stands. False and errno when not.
    bool write(std::span<const std::byte> bytes, std::optional<std::uint64_t> offset = std::nullopt) const;
    /// Waits until the disk has it all. True also where the file system cannot do that: the file is then as
    /// safe as closing makes it. False and errno when it failed.
    bool flush() const;

  private:
    int number_ = -1;
};

/// What tells a file from the one that had its name before, and from itself as it was before it was written.
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0;  ///< of the last change
    std::int64_t nanoseconds = 0;
    bool operator==(const FileStamp&) const = default;
};

/// The stamp of a file; nothing when it is not there or cannot be looked at.
std::optional<FileStamp> stampOf(const std::filesystem::path& path);

/// What to throw when the system refused: "cannot ACTION: its reason; remedy".
Error ioError(const std::filesystem::path& path, const std::string& action, int code = errno,
              const std::string& onFullDisk = "free some space and try again");

/// Throws that error of what the system has just refused, unless it is `done`; put together only then.
void requireIo(bool done, const std::filesystem::path& path, const char* action,
               const char* onFullDisk = "free some space and try again");

/// Fills `target` from where the stream stands. Throws: Error(Io) naming `where` when it ends before.
void readExactly(std::istream& stream, std::span<std::byte> target, const std::string& where);

/// The fault lies in the machine, not in the file that was asked for: a failing disk or a file system that
/// finds itself damaged, a share that is away, a key or ticket that has run out, a file that is in use, too
/// many open files, no memory. The same call may succeed later.
bool isMachineFault(int errorNumber);

/// This user may not: a file's own permissions, or, of many files in a row, rights that have lapsed.
bool isForbidden(int errorNumber);

/// The file system does not offer what was asked of it (flushing, locks): as on some network and cloud
/// mounts.
bool isUnsupported(int errorNumber);

/// Makes names that appeared in a folder survive a power failure, as far as its file system can.
/// Throws: Error(Io).
void flushFolder(const std::filesystem::path& folder);

}  // namespace pf
