#include "core/base/files/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pf {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

}  // namespace

void OutputFile::require(bool done, const char* action) const {
    if (!done) {
        throw ioError(path_, action, errno, "free some space and resume");
    }
}

OutputFile::OutputFile(std::filesystem::path path, std::uint64_t keep)
    : path_(std::move(path)), file_(path_, O_RDWR | (keep == 0 ? O_CREAT | O_TRUNC : 0)), written_(keep) {
    require(file_.isOpen(), keep == 0 ? "create it" : "open it to continue writing");
    if (keep == 0) {
        return;
    }
    struct stat status {};
    require(::fstat(file_.number(), &status) == 0, "find its end");
    throwIf(static_cast<std::uint64_t>(status.st_size) < keep, ErrorCode::Data,
            "it is shorter than the " + std::to_string(keep) +
                " bytes that were written; remove the unfinished output and start again",
            path_.string());
    require(::ftruncate(file_.number(), static_cast<off_t>(keep)) == 0,
            "cut it to what is known to be complete");
}

void OutputFile::append(std::span<const std::byte> bytes) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    if (buffer_.size() >= kBufferBytes) {
        writeOut();
    }
}

void OutputFile::append(std::string_view text) {
    append(std::as_bytes(std::span(text)));
}

void OutputFile::writeOut() {
    overwrite(written_, buffer_);
    written_ += buffer_.size();
    buffer_.clear();
}

std::uint64_t OutputFile::flush() {
    writeOut();
    require(::fsync(file_.number()) == 0, "flush it to the disk");
    return written_;
}

void OutputFile::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    require(file_.write(bytes, offset), "write it");
}

}  // namespace pf
