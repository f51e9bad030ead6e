#include "core/data/record_io/output_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

}  // namespace

void OutputFile::fail(std::string_view action) const {
    const int code = errno;
    throw Error(ErrorCode::Io,
                "cannot " + std::string(action) + ": " + std::strerror(code) +
                    (code == ENOSPC || code == EDQUOT ? "; free some space and go on" : ""),
                path_.string());
}

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
        fail("create it");
    }
}

OutputFile::OutputFile(std::filesystem::path path, std::uint64_t keptBytes) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor_ < 0) {
        fail("open it to go on writing");
    }
    if (::ftruncate(descriptor_, static_cast<off_t>(keptBytes)) != 0) {
        const int code = errno;
        ::close(descriptor_);
        errno = code;
        fail("cut it to go on writing");
    }
    written_ = keptBytes;
}

OutputFile::~OutputFile() {
    ::close(descriptor_);
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
    writeAt(written_, buffer_);
    written_ += buffer_.size();
    buffer_.clear();
}

void OutputFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno != EINTR) {
            fail("write it");
        }
        const auto done = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
        bytes = bytes.subspan(done);
        offset += done;
    }
}

void OutputFile::flush() {
    writeOut();
    if (::fsync(descriptor_) != 0) {
        fail("flush it to the disk");
    }
}

void OutputFile::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    writeAt(offset, bytes);
}

}  // namespace pf
