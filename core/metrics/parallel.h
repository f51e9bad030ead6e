// Work on parts of an array, one thread for each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace pf::detail {

/// Consecutive parts of 0 .. n - 1, about equal: as many as cores, and none much smaller than `atLeast`.
class Chunks {
  public:
    Chunks(std::size_t n, std::size_t atLeast) : n_(n) {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        count_ = std::clamp(n / std::max<std::size_t>(atLeast, 1), std::size_t{1}, cores);
    }

    std::size_t count() const { return count_; }
    std::size_t begin(std::size_t chunk) const { return n_ * chunk / count_; }

  private:
    std::size_t n_;
    std::size_t count_ = 1;
};

/// Calls work(chunk, begin, end) for every chunk, each on a thread of its own, and waits.
/// Throws: what the first chunk that failed threw, after all have ended.
template <typename Work>
void parallelChunks(const Chunks& chunks, const Work& work) {
    std::vector<std::exception_ptr> failures(chunks.count());
    const auto run = [&](std::size_t chunk) {
        try {
            work(chunk, chunks.begin(chunk), chunks.begin(chunk + 1));
        } catch (...) {
            failures[chunk] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t chunk = 1; chunk < chunks.count(); ++chunk) {
            threads.emplace_back(run, chunk);
        }
        run(0);
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

}  // namespace pf::detail
