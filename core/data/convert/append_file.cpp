#include "core/data/convert/append_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

[[noreturn]] void throwIo(const std::filesystem::path& path, const std::string& action) {
    const int code = errno;
    throw Error(ErrorCode::Io,
                "cannot " + action + ": " + std::strerror(code) +
                    (code == ENOSPC || code == EDQUOT ? "; free some space and go on with --resume" : ""),
                path.string());
}

}  // namespace

AppendFile::AppendFile(std::filesystem::path path, std::uint64_t keep)
    : path_(std::move(path)), file_(nullptr, &std::fclose), length_(keep) {
    file_.reset(std::fopen(path_.c_str(), keep == 0 ? "wbe" : "r+be"));
    if (!file_) {
        throwIo(path_, keep == 0 ? "create it" : "open it to go on");
    }
    if (keep == 0) {
        return;
    }
    if (std::fseek(file_.get(), 0, SEEK_END) != 0) {
        throwIo(path_, "find its end");
    }
    if (static_cast<std::uint64_t>(std::ftell(file_.get())) < keep) {
        throw Error(ErrorCode::Data,
                    "is shorter than the " + std::to_string(keep) +
                        " bytes that were written; remove the unfinished output and start anew",
                    path_.string());
    }
    if (::ftruncate(::fileno(file_.get()), static_cast<off_t>(keep)) != 0 ||
        std::fseek(file_.get(), 0, SEEK_END) != 0) {
        throwIo(path_, "cut it to what is known to be complete");
    }
}

void AppendFile::write(std::span<const std::byte> bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        throwIo(path_, "append to it");
    }
    length_ += bytes.size();
}

void AppendFile::write(std::string_view text) {
    write(std::as_bytes(std::span(text)));
}

std::uint64_t AppendFile::flush() {
    if (std::fflush(file_.get()) != 0 || ::fdatasync(::fileno(file_.get())) != 0) {
        throwIo(path_, "flush it to the disk");
    }
    return length_;
}

}  // namespace pf
