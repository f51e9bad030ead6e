#include "core/base/system_faults.h"

#include <cerrno>

namespace pf {

bool isMachineFault(int errorNumber) {
    switch (errorNumber) {
        case EIO:
        case EREMOTEIO:
        case ENXIO:
        case ENODEV:
        case ENOMEM:
        case ENOBUFS:
        case EMFILE:
        case ENFILE:
        case EAGAIN:
        case ESTALE:
        case ENOLINK:
        case ECOMM:
        case EPROTO:
        case ENOTCONN:
        case ESHUTDOWN:
        case ETIMEDOUT:
        case ECONNREFUSED:
        case ECONNRESET:
        case ECONNABORTED:
        case EHOSTDOWN:
        case EHOSTUNREACH:
        case ENETDOWN:
        case ENETUNREACH:
        case EINTR:
        case EBUSY:
        case ETXTBSY:
        case EUCLEAN:
        case EBADMSG:
        case EOVERFLOW:
        case ENOKEY:
        case EKEYEXPIRED:
        case EKEYREVOKED:
        case EKEYREJECTED:
            return true;
        default:
            return false;
    }
}

bool isForbidden(int errorNumber) {
    return errorNumber == EACCES || errorNumber == EPERM;
}

bool isUnsupported(int errorNumber) {
    switch (errorNumber) {
        case EINVAL:
        case ENOSYS:
        case EOPNOTSUPP:
        case ENOLCK:
        case ENOTTY:
            return true;
        default:
            return false;
    }
}

}  // namespace pf
