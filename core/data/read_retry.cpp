#include "core/data/read_retry.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "core/base/system_faults.h"

namespace pf {
namespace {

/// Sets are in the order of their folders, so that a folder that goes away takes neighbours with it. More of
/// them than people usually have pictures: one person's folder may be deleted on purpose.
constexpr std::size_t kNeighbours = 16;

/// Sets hold files that were there when they were opened.
bool isGone(const std::filesystem::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) != 0 &&
           (errno == ENOENT || errno == ENOTDIR || isMachineFault(errno));
}

/// Gone, or empty as the place is where a share was mounted. An image inside a larger file has that one's
/// folder.
bool holdsNothing(const std::filesystem::path& folder) {
    std::error_code status;
    return isGone(folder) || std::filesystem::is_empty(folder, status);
}

/// Where the images of a set are, as the path of one of them and its name tell: names are paths or ends of
/// paths, or the image is part of a larger file and there is no saying.
class Places {
  public:
    Places(const FaceSet& faces, std::size_t index, const std::string& path) : faces_(faces) {
        const std::string name = faces.info(index).name;
        known_ = !name.empty() && path.ends_with(name);
        prefix_ = known_ ? path.substr(0, path.size() - name.size()) : "";
    }
    bool known() const { return known_; }
    bool areGone(std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (!isGone(prefix_ + faces_.info(i).name)) {
                return false;
            }
        }
        return true;
    }

  private:
    const FaceSet& faces_;
    bool known_;
    std::string prefix_;
};

/// The last part of the path that is still there.
std::filesystem::path deepestFolder(std::filesystem::path path) {
    std::error_code status;
    while (path.has_relative_path() && !std::filesystem::exists(path, status)) {
        path = path.parent_path();
    }
    return path;
}

}  // namespace

std::string whyAway(const FaceSet& faces, std::size_t index, const Error& error) {
    if (error.code() == ErrorCode::Io) {
        return error.what();
    }
    const std::filesystem::path file = error.where();
    const Places places(faces, index, error.where());
    if (error.code() != ErrorCode::Data || !places.known() || !isGone(file) ||
        !holdsNothing(file.parent_path())) {
        return "";
    }
    const std::size_t first = index - std::min(index, kNeighbours);
    const std::size_t last = std::min(faces.size(), index + 1 + kNeighbours);
    const bool before = places.areGone(first, index);
    const bool after = places.areGone(index + 1, last);
    const bool manyBefore = before && index - first == kNeighbours;
    const bool manyAfter = after && last - index - 1 == kNeighbours;
    if (!manyBefore && !manyAfter && !(before && after)) {
        return "";
    }
    const auto there = deepestFolder(file.parent_path());
    return file.string() + " and the images around it are gone (" +
           (there.empty() ? std::string("nothing of its path is left")
                          : "only " + there.string() + " is still there") +
           ")";
}

}  // namespace pf
