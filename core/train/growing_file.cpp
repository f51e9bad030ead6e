#include "core/train/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

Error refused(const std::string& action, int reason, const std::filesystem::path& path) {
    return {ErrorCode::Io, "cannot " + action + ": " + std::strerror(reason), path.string()};
}

/// Whether the file's last byte, if it has one, ends no line.
bool endsInsideLine(int descriptor) {
    struct stat status {};
    char last = '\n';
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
        return false;
    }
    return ::pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n';
}

bool isRemoved(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && status.st_nlink == 0;
}

}  // namespace

GrowingFile::GrowingFile(std::filesystem::path path, Content content)
    : path_(std::move(path)), content_(content) {
    open();
}

GrowingFile::~GrowingFile() {
    close();
}

void GrowingFile::open() {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
        throw refused("open it for writing", errno, path_);
    }
    if (content_ == Content::Lines && endsInsideLine(descriptor_)) {
        write("\n");
    }
}

void GrowingFile::close() {
    if (descriptor_ >= 0) {
        ::close(std::exchange(descriptor_, -1));
    }
}

void GrowingFile::append(std::string_view bytes) {
    if (descriptor_ >= 0 && isRemoved(descriptor_)) {
        close();
    }
    if (descriptor_ < 0) {
        open();
    }
    write(bytes);
}

void GrowingFile::write(std::string_view bytes) {
    const off_t begin = ::lseek(descriptor_, 0, SEEK_END);
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            const int reason = written < 0 ? errno : EIO;
            torn_ = begin < 0 || ::ftruncate(descriptor_, begin) != 0;
            close();
            throw refused("append to it", reason, path_);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace pf
