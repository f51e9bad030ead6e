// A file of a run that only grows.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/posix_file.h"

namespace pf {

/// Adds pieces to the end of a file; a piece that is refused leaves nothing behind where the file system
/// allows it.
class GrowingFile {
  public:
    /// What a torn end (of a killed process, or of a disk that failed) means for what follows.
    enum class Content {
        Lines,   ///< it is ended, so that only that line is lost
        Records  ///< nothing may follow; see torn()
    };

    /// Creates the file when it is missing. Throws: Error(Io).
    GrowingFile(std::filesystem::path path, Content content);

    /// Adds all of it, or throws Error(Io). The next call opens the file again: a share that came back, or a
    /// file that was removed meanwhile, is written again.
    void append(std::string_view bytes);

    /// Part of a refused piece could not be taken back.
    bool torn() const { return torn_; }
    const std::filesystem::path& path() const { return path_; }

  private:
    void open();
    void write(std::string_view bytes);

    std::filesystem::path path_;
    Content content_;
    Descriptor file_;
    bool torn_ = false;
};

}  // namespace pf
