#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <fstream>

#include "core/base/error.h"
#include "core/base/posix_file.h"

namespace pf {
namespace {

/// A file beside the target, gone again unless it is published.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::filesystem::path& target) : target_(target), path_(target) {
        static std::atomic<unsigned> counter{0};
        path_ += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
        file_ = Descriptor(path_, O_WRONLY | O_CREAT | O_EXCL);
        requireIo(file_.isOpen(), target_, "create a temporary file beside it");
    }
    ~TemporaryFile() {
        if (!published_) {
            ::unlink(path_.c_str());
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes) { requireIo(file_.write(bytes), target_, "write it"); }

    void publish() {
        requireIo(file_.flush(), target_, "flush it to the disk");
        requireIo(file_.close(), target_, "close it");
        requireIo(::rename(path_.c_str(), target_.c_str()) == 0, target_, "put the finished file in place");
        published_ = true;
    }

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    Descriptor file_;
    bool published_ = false;
};

}  // namespace

void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const ByteSink&)>& write) {
    TemporaryFile file(path);
    write([&file](std::span<const std::byte> bytes) { file.write(bytes); });
    file.publish();
    flushFolder(path.parent_path());
}

void writeTextAtomically(const std::filesystem::path& path, std::string_view text) {
    writeFileAtomically(path, [text](const ByteSink& sink) { sink(std::as_bytes(std::span(text))); });
}

void makeFolder(const std::filesystem::path& folder) {
    std::error_code status;
    std::filesystem::create_directories(folder, status);
    throwIf(status, ErrorCode::Io, "cannot create the folder: " + status.message(), folder.string());
}

std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes) {
    std::error_code status;
    throwIf(std::filesystem::is_directory(path, status), ErrorCode::Io, "is a folder, a file was expected",
            path.string());
    std::ifstream stream(path, std::ios::binary);
    requireIo(stream.is_open(), path, "open it");
    std::string text;
    std::array<char, 1 << 16> block{};
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        throwIf(text.size() > maxBytes, ErrorCode::Io,
                "is larger than the " + std::to_string(maxBytes) + " bytes allowed here", path.string());
    }
    return text;
}

}  // namespace pf
