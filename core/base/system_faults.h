// What an error number of the system says of its cause: the machine, the file system's abilities, or neither.
#pragma once

namespace pf {

/// The fault lies in the machine, not in the file that was asked for: a failing disk, a share that is away,
/// too many open files, no memory. The same call may succeed later.
bool isMachineFault(int errorNumber);

/// The file system does not offer what was asked of it (flushing, locks): as on some network and cloud
/// mounts.
bool isUnsupported(int errorNumber);

}  // namespace pf
