#include "core/base/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pf {

FolderLock::FolderLock(const std::filesystem::path& folder, const char* name, const Error& whenTaken)
    : file_(*name == 0 ? folder : folder / name, *name == 0 ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT) {
    requireIo(file_.isOpen(), folder, "write here");
    if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            throw whenTaken;
        }
        problem_ = std::strerror(errno);
    }
}

std::string FolderLock::note(const std::filesystem::path& folder, const std::string& work) const {
    return problem_.empty() ? ""
                            : folder.string() + " cannot be locked (" + problem_ +
                                  "): nothing keeps a second " + work + " out of it, so start none there";
}

std::string FolderLock::flushProblem() const {
    return ::fsync(file_.number()) == 0 || !isUnsupported(errno) ? "" : std::strerror(errno);
}

}  // namespace pf
