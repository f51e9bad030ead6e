#include "core/base/freed_memory.h"

#include <limits>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace pf {

void keepFreedMemory([[maybe_unused]] KeptMemory kept) {
#ifdef __GLIBC__
    if (kept == KeptMemory::Buffers) {
        ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
        ::mallopt(M_TRIM_THRESHOLD, 512 << 20);
    } else {
        ::mallopt(M_MMAP_MAX, 0);
        ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    }
#endif
}

}  // namespace pf
