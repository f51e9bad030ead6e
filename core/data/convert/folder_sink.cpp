#include "core/data/convert/folder_sink.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/posix_file.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

void require(bool done, const fs::path& path, const char* action) {
    if (!done) {
        throw ioError(path, action, errno, "free some space and resume");
    }
}

void writeFile(const fs::path& path, std::span<const std::byte> bytes) {
    Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    require(file.isOpen(), path, "create it");
    require(file.write(bytes), path, "write it");
    require(file.close(), path, "close it");
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
        const Descriptor folder(folder_, O_RDONLY | O_DIRECTORY);
        require(folder.isOpen() && ::syncfs(folder.number()) == 0, folder_, "flush the images to the disk");
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
