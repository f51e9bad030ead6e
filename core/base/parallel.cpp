#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace pf {

std::size_t coreCount() {
    return std::max(1U, std::thread::hardware_concurrency());
}

void onThreads(std::size_t threads, const std::function<void(std::size_t thread)>& work) {
    std::vector<std::exception_ptr> failures(std::max<std::size_t>(threads, 1));
    const auto run = [&](std::size_t thread) {
        try {
            work(thread);
        } catch (...) {
            failures[thread] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t thread = 1; thread < threads; ++thread) {
            others.emplace_back(run, thread);
        }
        run(0);
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

void forEachIndex(std::size_t count, int threads, const std::function<void(std::size_t index)>& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t failedIndex = std::numeric_limits<std::size_t>::max();
    std::exception_ptr failure;
    // Indices are handed out in order: when one fails, all below it are done or being worked on.
    const std::size_t wanted = std::min(threads > 0 ? static_cast<std::size_t>(threads) : coreCount(), count);
    onThreads(std::max<std::size_t>(wanted, 1), [&](std::size_t) {
        for (std::size_t index = next++; index < count; index = next++) {
            try {
                work(index);
            } catch (...) {
                next = count;
                const std::lock_guard lock(mutex);
                if (index < failedIndex) {
                    failedIndex = index;
                    failure = std::current_exception();
                }
                return;
            }
        }
    });
    if (failure) {
        std::rethrow_exception(failure);
    }
}

void forEachBlock(std::size_t count, std::size_t blockSize, int threads,
                  const std::function<void(std::size_t begin, std::size_t end)>& work) {
    forEachIndex((count + blockSize - 1) / blockSize, threads, [&](std::size_t block) {
        work(block * blockSize, std::min(count, (block + 1) * blockSize));
    });
}

Chunks::Chunks(std::size_t n, std::size_t atLeast)
    : n_(n), count_(std::clamp(n / std::max<std::size_t>(atLeast, 1), std::size_t{1}, coreCount())) {}

void forEachChunk(const Chunks& chunks,
                  const std::function<void(std::size_t chunk, std::size_t begin, std::size_t end)>& work) {
    onThreads(chunks.count(),
              [&](std::size_t chunk) { work(chunk, chunks.begin(chunk), chunks.begin(chunk + 1)); });
}

}  // namespace pf
