#include "core/train/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <span>
#include <utility>

namespace pf {
namespace {

/// Whether the file's last byte, if it has one, ends no line.
bool endsInsideLine(int descriptor) {
    struct stat status {};
    char last = '\n';
    return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
           ::pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n';
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

void GrowingFile::open() {
    file_ = Descriptor(path_, O_RDWR | O_CREAT | O_APPEND, 0666);
    requireIo(file_.isOpen(), path_, "open it for writing");
    if (content_ == Content::Lines && endsInsideLine(file_.number())) {
        write("\n");
    }
}

void GrowingFile::append(std::string_view bytes) {
    if (!file_.isOpen() || isRemoved(file_.number())) {
        open();
    }
    write(bytes);
}

void GrowingFile::write(std::string_view bytes) {
    const off_t begin = ::lseek(file_.number(), 0, SEEK_END);
    if (!file_.write(std::as_bytes(std::span(bytes)))) {
        const int reason = errno;
        torn_ = begin < 0 || ::ftruncate(file_.number(), begin) != 0;
        file_.close();
        throw ioError(path_, "append to it", reason);
    }
}

}  // namespace pf
