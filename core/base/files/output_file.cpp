#include "core/base/files/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pf {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;
constexpr const char* kRemedy = "free some space and resume";

}  // namespace

OutputFile::OutputFile(std::filesystem::path path, std::uint64_t keep)
    : path_(std::move(path)), file_(path_, O_RDWR | (keep == 0 ? O_CREAT | O_TRUNC : 0)), written_(keep) {
    requireIo(file_.isOpen(), path_, keep == 0 ? "create it" : "open it to continue writing", kRemedy);
    if (keep == 0) {
        return;
    }
    struct stat status {};
    requireIo(::fstat(file_.number(), &status) == 0, path_, "find its end", kRemedy);
    failDataIf(static_cast<std::uint64_t>(status.st_size) < keep, path_.string(), "it is shorter than the ",
               keep, " bytes that were written; remove the unfinished output and start again");
    requireIo(::ftruncate(file_.number(), static_cast<off_t>(keep)) == 0, path_,
              "cut it to what is known to be complete", kRemedy);
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
    requireIo(::fsync(file_.number()) == 0, path_, "flush it to the disk", kRemedy);
    return written_;
}

void OutputFile::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    requireIo(file_.write(bytes, offset), path_, "write it", kRemedy);
}

}  // namespace pf
