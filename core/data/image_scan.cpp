#include "core/data/image_scan.h"

#include <algorithm>
#include <mutex>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace pf {

bool scanImages(std::size_t count, const ScanOptions& options, const std::stop_token& stop,
                const std::function<void(std::size_t index)>& look) {
    throwIf(options.threads < 1, ErrorCode::Config,
            "looking at images needs at least 1 thread, got " + std::to_string(options.threads));
    const std::size_t stride = std::max<std::size_t>(1, count / 100);
    std::mutex mutex;
    std::size_t done = 0;
    forEachIndex(count, options.threads, [&](std::size_t index) {
        if (stop.stop_requested()) {
            return;
        }
        look(index);
        const std::lock_guard lock(mutex);
        ++done;
        if (options.progress && (done % stride == 0 || done == count)) {
            options.progress(done, count);
        }
    });
    return done == count;
}

}  // namespace pf
