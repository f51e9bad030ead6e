// The right to write in a folder, held by one process at a time.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/posix_file.h"

namespace pf {

/// Holds a folder's lock file, or the folder, until it goes.
class FolderLock {
  public:
    /// Creates `folder/name` when it is missing; without a name the folder itself is held. Throws: Error(Io)
    /// when it cannot be written; `whenTaken` when another process holds it. Where the file system has no
    /// locks, nothing is kept out: see problem().
    FolderLock(const std::filesystem::path& folder, const char* name, const Error& whenTaken);

    /// Why the folder cannot be locked, in the system's words; empty when it is.
    const std::string& problem() const { return problem_; }
    /// A sentence for people where nothing keeps a second `work` ("training") out of `folder`; empty else.
    std::string note(const std::filesystem::path& folder, const std::string& work) const;
    /// Why its files cannot be made to survive a power failure; empty when they can.
    std::string flushProblem() const;

  private:
    Descriptor file_;
    std::string problem_;
};

}  // namespace pf
