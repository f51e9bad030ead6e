// Files and folders that nobody put among their data on purpose.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace pf {

/// Whether a file or folder of that name was put there by a system or a program for itself: hidden ones
/// (.ipynb_checkpoints, .Trash-1000, ._photo.jpg), thumbnails and wastebaskets of network storage (@eaDir,
/// #recycle), what unpacked archives and disks bring along (__MACOSX, lost+found, $RECYCLE.BIN) and folder
/// settings (Thumbs.db, desktop.ini). What is in such a folder is not data of the user's. Range: one name,
/// not a path;
/// "." and ".." are no such names.
bool isSystemName(std::string_view name);

/// Counts what was left out by `isSystemName`, for one note.
class SystemNames {
  public:
    /// Whether it is one; it is then counted.
    bool take(const std::filesystem::path& path);
    void add(std::string_view name) { ++counts_[std::string(name)]; }

    bool empty() const { return counts_.empty(); }
    std::size_t count() const;
    /// "8 hidden or system entries (.ipynb_checkpoints, @eaDir ...) do not belong to the data and were left
    /// out"; empty when there were none.
    std::string note() const;

  private:
    std::map<std::string, std::size_t> counts_;
};

}  // namespace pf
