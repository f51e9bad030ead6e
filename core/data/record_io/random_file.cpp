#include "core/data/record_io/random_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 18;
constexpr std::size_t kMaxLineBytes = std::size_t{1} << 16;

}  // namespace

RandomFile::RandomFile(std::filesystem::path path) : path_(std::move(path)) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer for ever.
    file_ = Descriptor(path_, O_RDONLY | O_NONBLOCK);
    const int opened = errno;
    struct stat status {};
    if (file_.isOpen() && ::fstat(file_.number(), &status) == 0 && S_ISREG(status.st_mode)) {
        size_ = static_cast<std::uint64_t>(status.st_size);
        return;
    }
    std::string reason = opened == ENOENT ? "there is no such file"
                                          : "it cannot be opened: " + std::string(std::strerror(opened));
    if (file_.isOpen()) {
        reason = S_ISDIR(status.st_mode) ? "it is a folder, a file was expected" : "it is not a regular file";
    }
    throw Error(ErrorCode::Data, reason, path_.string());
}

std::size_t RandomFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
    std::size_t done = 0;
    while (done < bytes.size() && offset + done < size_) {
        const ssize_t got = ::pread(file_.number(), bytes.data() + done, bytes.size() - done,
                                    static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw Error(ErrorCode::Io, std::string("cannot read it: ") + std::strerror(errno),
                        path_.string() + " at byte " + std::to_string(offset + done));
        }
        if (got == 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    return done;
}

bool LineCursor::fill() {
    block_.erase(0, at_);
    at_ = 0;
    const std::size_t kept = block_.size();
    const std::size_t wanted = std::min<std::uint64_t>(kBlockBytes, file_.size() - blockEnd_);
    block_.resize(kept + wanted);
    const std::size_t got =
        file_.read(blockEnd_, std::as_writable_bytes(std::span(block_.data() + kept, wanted)));
    block_.resize(kept + got);
    blockEnd_ += got;
    return got > 0;
}

bool LineCursor::next(std::string_view& line) {
    std::size_t stop = block_.find('\n', at_);
    while (stop == std::string::npos && block_.size() - at_ <= kMaxLineBytes) {
        const std::size_t searched = block_.size() - at_;
        if (!fill()) {
            stop = block_.size();
            break;
        }
        stop = block_.find('\n', searched);
    }
    if (stop == at_ && stop == block_.size()) {
        return false;
    }
    ++number_;
    if (stop == std::string::npos || stop - at_ > kMaxLineBytes) {
        throw Error(ErrorCode::Data, "the line is longer than 64 KiB; this is not a list",
                    file_.path().string() + ":" + std::to_string(number_));
    }
    line = std::string_view(block_).substr(at_, stop - at_);
    begin_ = end_;
    const std::size_t next = std::min(stop + 1, block_.size());
    end_ += next - at_;
    at_ = next;
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return true;
}

}  // namespace pf
