#include "core/data/image_scan.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace pf {

bool scanImages(std::size_t count, const ScanOptions& options, const std::stop_token& stop,
                const std::function<void(std::size_t index)>& look) {
    if (options.threads < 1) {
        throw Error(ErrorCode::Config,
                    "looking at images needs at least 1 thread, got " + std::to_string(options.threads));
    }
    const std::size_t stride = std::max<std::size_t>(1, count / 100);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = 0;
    std::exception_ptr failure;
    const auto work = [&] {
        try {
            for (;;) {
                const std::size_t index = next.fetch_add(1);
                if (index >= count || stop.stop_requested()) {
                    return;
                }
                look(index);
                const std::lock_guard lock(mutex);
                ++done;
                if (options.progress && (done % stride == 0 || done == count)) {
                    options.progress(done, count);
                }
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < options.threads; ++i) {
            threads.emplace_back(work);
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return done == count;
}

}  // namespace pf
