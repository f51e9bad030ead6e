#include "core/data/convert/folder_sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

[[noreturn]] void throwIo(const fs::path& path, const std::string& action, int code) {
    throw Error(ErrorCode::Io,
                "cannot " + action + ": " + std::strerror(code) +
                    (code == ENOSPC || code == EDQUOT ? "; free some space and go on with --resume" : ""),
                path.string());
}

void writeFile(const fs::path& path, std::span<const std::byte> bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (file < 0) {
        throwIo(path, "create it", errno);
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            const int code = errno;
            ::close(file);
            throwIo(path, "write it", code);
        }
        bytes = bytes.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (::close(file) != 0) {
        throwIo(path, "close it", errno);
    }
}

class FolderSink final : public ImageSink {
  public:
    explicit FolderSink(fs::path folder) : folder_(std::move(folder)) { makeFolder(folder_); }

    void add(const SinkImage& image) override {
        const fs::path path = folder_ / image.file;
        if (path.parent_path() != madeFolder_) {
            makeFolder(path.parent_path());
            madeFolder_ = path.parent_path();
        }
        writeFile(path, image.bytes);
    }

    void discard(const std::string& file) override {
        std::error_code ignored;
        fs::remove(folder_ / file, ignored);
    }

    std::uint64_t flush() override {
        // One call for all files since the last one: syncing each costs a disk revolution a file.
        const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool done = folder >= 0 && ::syncfs(folder) == 0;
        const int code = errno;
        if (folder >= 0) {
            ::close(folder);
        }
        if (!done) {
            throwIo(folder_, "flush the images to the disk", code);
        }
        return 0;
    }

    void finish(const SinkSummary&) override { flush(); }

  private:
    fs::path folder_;
    fs::path madeFolder_;
};

}  // namespace

std::unique_ptr<ImageSink> makeFolderSink(const fs::path& folder) {
    return std::make_unique<FolderSink>(folder);
}

}  // namespace pf
