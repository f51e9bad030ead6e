// Follows a file of lines that grows, and notices when another file took its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/posix_file.h"

namespace pf {

/// Reads what is new at a file's end. A half-written last line waits for the next call.
///
/// What was read so far identifies the file: when its first or last bytes are no longer there, it is another
/// one, whatever its length, time or number say. A copy that is brought up to date (rsync) is the same file.
class LineFollower {
  public:
    explicit LineFollower(std::filesystem::path file) : file_(std::move(file)) {}

    struct News {
        std::vector<std::string> lines;
        bool startedAnew = false;  ///< the lines before these are of another file
        bool damaged = false;      ///< something that is not a line was passed over
    };
    /// At most `maxLines` a call. Cheap when nothing changed (one stat call). A file that is away has no
    /// news.
    News poll(std::size_t maxLines);

    /// Reads from the beginning again.
    void restart();

  private:
    void remember(const std::string& consumed);

    std::filesystem::path file_;
    std::uintmax_t offset_ = 0;
    std::string head_;                ///< the first bytes read
    std::string tail_;                ///< the last bytes read
    std::optional<FileStamp> stamp_;  ///< of the file when all of it had been read
};

}  // namespace pf
