#include "core/data/read_retry.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "core/base/posix_file.h"

namespace pf {
namespace {

/// Sets are in the order of their folders, so that a folder that goes away takes neighbours with it. More of
/// them than people usually have pictures: one person's folder may be deleted or locked on purpose.
constexpr std::size_t kNeighbours = 16;

/// Sets hold files that were there when they were opened.
bool isGone(const std::filesystem::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) != 0 &&
           (errno == ENOENT || errno == ENOTDIR || isMachineFault(errno));
}

/// It is there, and this user may not read it.
bool isBarred(const std::filesystem::path& file) {
    return !Descriptor(file, O_RDONLY | O_NONBLOCK).isOpen() && isForbidden(errno);
}

/// Gone, or empty as the place is where a share was mounted. An image inside a larger file has that one's
/// folder.
bool holdsNothing(const std::filesystem::path& folder) {
    std::error_code status;
    return isGone(folder) || std::filesystem::is_empty(folder, status);
}

/// How many images in a row around this one, which counts, have a file that `isSo`, and how many those could
/// be.
template <typename Test>
std::pair<std::size_t, std::size_t> rowAround(const FaceSet& faces, std::size_t index, const Test& isSo) {
    const std::size_t first = index - std::min(index, kNeighbours);
    const std::size_t last = std::min(faces.size(), index + 1 + kNeighbours);
    std::size_t begin = index;
    while (begin > first && isSo(faces.file(begin - 1))) {
        --begin;
    }
    std::size_t end = index + 1;
    while (end < last && isSo(faces.file(end))) {
        ++end;
    }
    return {end - begin, last - first};
}

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
    const std::filesystem::path file = faces.file(index);
    // The place of an image inside a larger file is another.
    if (error.code() != ErrorCode::Data || file.empty() || file != error.where()) {
        return "";
    }
    if (isBarred(file)) {
        return rowAround(faces, index, isBarred).first > kNeighbours
                   ? file.string() +
                         " and the images around it may not be read by this user; check their permissions "
                         "and the login to where they are (a ticket may have run out)"
                   : "";
    }
    if (!isGone(file) || !holdsNothing(file.parent_path())) {
        return "";
    }
    const auto [gone, looked] = rowAround(faces, index, isGone);
    if (gone <= kNeighbours && gone < looked) {
        return "";
    }
    const auto there = deepestFolder(file.parent_path());
    return file.string() + " and the images around it are gone (" +
           (there.empty() ? std::string("nothing of its path is left")
                          : "only " + there.string() + " is still there") +
           ")";
}

bool refuseAway(const FaceSet& faces, std::size_t index, const Error& error, int attempt) {
    const std::string why = whyAway(faces, index, error);
    throwIf(!why.empty() && error.code() != ErrorCode::Io, ErrorCode::Io, why);
    return why.empty() && attempt == 1;
}

}  // namespace pf
