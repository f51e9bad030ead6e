#include "core/base/system_faults.h"

#include <algorithm>
#include <array>
#include <cerrno>

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

}  // namespace pf
