#include "core/base/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>

namespace pf {

bool isMachineFault(int errorNumber) {
    constexpr auto kFaults = std::to_array<int>(
        {EIO,       EREMOTEIO,   ENXIO,        ENODEV,      ENOMEM,       ENOBUFS,   EMFILE,
         ENFILE,    EAGAIN,      ESTALE,       ENOLINK,     ECOMM,        EPROTO,    ENOTCONN,
         ESHUTDOWN, ETIMEDOUT,   ECONNREFUSED, ECONNRESET,  ECONNABORTED, EHOSTDOWN, EHOSTUNREACH,
         ENETDOWN,  ENETUNREACH, EINTR,        EBUSY,       ETXTBSY,      EUCLEAN,   EBADMSG,
         EOVERFLOW, ENOKEY,      EKEYEXPIRED,  EKEYREVOKED, EKEYREJECTED});
    return std::find(kFaults.begin(), kFaults.end(), errorNumber) != kFaults.end();
}

bool isForbidden(int errorNumber) {
    return errorNumber == EACCES || errorNumber == EPERM;
}

bool isUnsupported(int errorNumber) {
    constexpr auto kUnsupported = std::to_array<int>({EINVAL, ENOSYS, EOPNOTSUPP, ENOLCK, ENOTTY});
    return std::find(kUnsupported.begin(), kUnsupported.end(), errorNumber) != kUnsupported.end();
}

Descriptor::Descriptor(const std::filesystem::path& path, int flags, unsigned mode) {
    do {
        number_ = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    } while (number_ < 0 && errno == EINTR);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

bool Descriptor::close() {
    return number_ < 0 || ::close(std::exchange(number_, -1)) == 0;
}

bool Descriptor::write(std::span<const std::byte> bytes, std::optional<std::uint64_t> offset) const {
    while (!bytes.empty()) {
        const ssize_t written =
            offset ? ::pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(*offset))
                   : ::write(number_, bytes.data(), bytes.size());
        if (written <= 0) {
            if (written < 0 && errno == EINTR) {
                continue;
            }
            errno = written < 0 ? errno : EIO;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset = offset ? std::optional(*offset + static_cast<std::uint64_t>(written)) : std::nullopt;
    }
    return true;
}

bool Descriptor::flush() const {
    return ::fsync(number_) == 0 || isUnsupported(errno);
}

std::optional<FileStamp> stampOf(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return FileStamp{status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec};
}

Error ioError(const std::filesystem::path& path, const std::string& action, int code,
              const std::string& onFullDisk) {
    const std::string remedy = code == ENOSPC || code == EDQUOT ? "; " + onFullDisk
                               : isForbidden(code)              ? "; check the folder's permissions"
                                                                : "";
    return {ErrorCode::Io, "cannot " + action + ": " + std::strerror(code) + remedy, path.string()};
}

void readExactly(std::istream& stream, std::span<std::byte> target, const std::string& where) {
    stream.read(reinterpret_cast<char*>(target.data()), static_cast<std::streamsize>(target.size()));
    throwIf(static_cast<std::size_t>(stream.gcount()) != target.size(), ErrorCode::Io,
            "cannot read it to its end; the disk or the connection to it failed", where);
}

void requireIo(bool done, const std::filesystem::path& path, const char* action, const char* onFullDisk) {
    if (!done) {
        throw ioError(path, action, errno, onFullDisk);
    }
}

void flushFolder(const std::filesystem::path& folder) {
    const auto name = folder.empty() ? std::filesystem::path(".") : folder;
    const Descriptor open(name, O_RDONLY | O_DIRECTORY);
    // Some file systems do not let a folder be opened or flushed; the rename is then as safe as they make it.
    if (!open.isOpen() && (errno == EACCES || errno == EISDIR)) {
        return;
    }
    requireIo(open.isOpen(), name, "open the folder to flush it");
    requireIo(open.flush() || errno == EBADF, name, "flush the folder");
}

}  // namespace pf
