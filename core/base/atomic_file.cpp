#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/base/system_faults.h"

namespace pf {
namespace {

[[noreturn]] void throwIo(const std::filesystem::path& path, const std::string& action) {
    const int code = errno;
    const std::string remedy = code == ENOSPC || code == EDQUOT  ? "; free some space and try again"
                               : code == EACCES || code == EPERM ? "; check the folder's permissions"
                                                                 : "";
    throw Error(ErrorCode::Io, "cannot " + action + ": " + std::strerror(code) + remedy, path.string());
}

/// Owns a file descriptor and, until kept, the temporary file behind it.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::filesystem::path& target) : target_(target) {
        static std::atomic<unsigned> counter{0};
        path_ = target;
        path_ += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (descriptor_ < 0) {
            throwIo(target_, "create a temporary file beside it");
        }
    }
    ~TemporaryFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        if (!kept_) {
            ::unlink(path_.c_str());
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0) {
                if (errno == EINTR) {
                    continue;
                }
                throwIo(target_, "write it");
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    void publish() {
        // Where the file system cannot flush, the file is as safe as closing makes it.
        if (::fsync(descriptor_) != 0 && !isUnsupported(errno)) {
            throwIo(target_, "flush it to the disk");
        }
        const int descriptor = descriptor_;
        descriptor_ = -1;
        if (::close(descriptor) != 0) {
            throwIo(target_, "close it");
        }
        if (::rename(path_.c_str(), target_.c_str()) != 0) {
            throwIo(target_, "put the finished file in place");
        }
        kept_ = true;
    }

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    int descriptor_ = -1;
    bool kept_ = false;
};

void syncDirectory(const std::filesystem::path& directory) {
    const auto name = directory.empty() ? std::filesystem::path(".") : directory;
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // Some file systems do not let a folder be opened or flushed; the rename is then as safe as they make it.
    if (descriptor < 0) {
        if (errno == EACCES || errno == EISDIR) {
            return;
        }
        throwIo(name, "open the folder to flush it");
    }
    const bool failed = ::fsync(descriptor) != 0 && !isUnsupported(errno) && errno != EBADF;
    ::close(descriptor);
    if (failed) {
        throwIo(name, "flush the folder");
    }
}

}  // namespace

void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const ByteSink&)>& write) {
    TemporaryFile file(path);
    write([&file](std::span<const std::byte> bytes) { file.write(bytes); });
    file.publish();
    syncDirectory(path.parent_path());
}

void writeTextAtomically(const std::filesystem::path& path, std::string_view text) {
    writeFileAtomically(path, [text](const ByteSink& sink) { sink(std::as_bytes(std::span(text))); });
}

void makeFolder(const std::filesystem::path& folder) {
    std::error_code status;
    std::filesystem::create_directories(folder, status);
    if (status) {
        throw Error(ErrorCode::Io, "cannot create the folder: " + status.message(), folder.string());
    }
}

std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes) {
    std::error_code status;
    if (std::filesystem::is_directory(path, status)) {
        throw Error(ErrorCode::Io, "is a folder, a file was expected", path.string());
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throwIo(path, "open it");
    }
    std::string text;
    std::array<char, 1 << 16> block{};
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > maxBytes) {
            throw Error(ErrorCode::Io,
                        "is larger than the " + std::to_string(maxBytes) + " bytes allowed here",
                        path.string());
        }
    }
    return text;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    auto* context = static_cast<EVP_MD_CTX*>(context_);
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) {
        throw Error(ErrorCode::Internal, "SHA-256 is not available in the installed OpenSSL");
    }
}

Sha256::~Sha256() {
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_));
}

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size());
}

void Sha256::add(std::string_view text) {
    add(std::as_bytes(std::span(text)));
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest.data(), &length);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

std::string sha256Hex(std::string_view text) {
    Sha256 sum;
    sum.add(text);
    return sum.hex();
}

}  // namespace pf
