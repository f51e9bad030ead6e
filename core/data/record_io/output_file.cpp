#include "core/data/record_io/output_file.h"

#include <fcntl.h>
#include <unistd.h>

namespace pf {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

}  // namespace

void OutputFile::require(bool done, const char* action) const {
    if (!done) {
        throw ioError(path_, action, errno, "free some space and go on");
    }
}

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), file_(path_, O_RDWR | O_CREAT | O_TRUNC) {
    require(file_.isOpen(), "create it");
}

OutputFile::OutputFile(std::filesystem::path path, std::uint64_t keptBytes)
    : path_(std::move(path)), file_(path_, O_RDWR), written_(keptBytes) {
    require(file_.isOpen(), "open it to go on writing");
    require(::ftruncate(file_.number(), static_cast<off_t>(keptBytes)) == 0, "cut it to go on writing");
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

void OutputFile::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    require(file_.write(bytes, offset), "write it");
}

void OutputFile::flush() {
    writeOut();
    require(::fsync(file_.number()) == 0, "flush it to the disk");
}

}  // namespace pf
