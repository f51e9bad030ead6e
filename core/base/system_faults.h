// What an error number of the system says of its cause: the machine, the file system's abilities, or neither.
#pragma once

namespace pf {

/// The fault lies in the machine, not in the file that was asked for: a failing disk or a file system that
/// finds itself damaged, a share that is away, a key or ticket that has run out, a file that is in use, too
/// many open files, no memory. The same call may succeed later.
bool isMachineFault(int errorNumber);

/// This user may not: a file's own permissions, or, of many files in a row, rights that have lapsed.
bool isForbidden(int errorNumber);

/// The file system does not offer what was asked of it (flushing, locks): as on some network and cloud
/// mounts.
bool isUnsupported(int errorNumber);

}  // namespace pf
