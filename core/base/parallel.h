// Work split over threads.
#pragma once

#include <cstddef>
#include <functional>

namespace pf {

/// As many as the machine has cores.
std::size_t coreCount();

/// Calls work(0) ... work(threads - 1) at the same time, work(0) on the caller's thread, and waits for all.
/// Throws: what the first of them that failed threw, after all have ended.
void onThreads(std::size_t threads, const std::function<void(std::size_t thread)>& work);

/// Calls work(index) for every index below `count` on up to `threads` threads (0: one per core), which take
/// the indices in their order; once one has failed, no further one begins. Throws: what `work` throws; of
/// several exceptions that of the lowest index, for any number of threads.
void forEachIndex(std::size_t count, int threads, const std::function<void(std::size_t index)>& work);

/// The same for blocks of `blockSize` indices, of which the last may be smaller.
/// Determinism: the blocks do not depend on the number of threads.
void forEachBlock(std::size_t count, std::size_t blockSize, int threads,
                  const std::function<void(std::size_t begin, std::size_t end)>& work);

/// Consecutive parts of 0 .. n - 1, about equal: as many as cores, and none much smaller than `atLeast`.
class Chunks {
  public:
    Chunks(std::size_t n, std::size_t atLeast);

    std::size_t count() const { return count_; }
    std::size_t begin(std::size_t chunk) const { return n_ * chunk / count_; }

  private:
    std::size_t n_;
    std::size_t count_;
};

/// Calls work(chunk, begin, end) for every chunk, each on a thread of its own, and waits. Throws: as
/// onThreads.
void forEachChunk(const Chunks& chunks,
                  const std::function<void(std::size_t chunk, std::size_t begin, std::size_t end)>& work);

}  // namespace pf
