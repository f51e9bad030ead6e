// A loop over blocks of an index range, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace pf {

/// Calls work(begin, end) once for every block of [0, count); the blocks run at the same time, so `work` may
/// only write what belongs to its block. `threads` 0: one per core.
/// Throws: what `work` throws; of several exceptions that of the lowest block, for any number of threads.
/// Determinism: the blocks do not depend on the number of threads.
void forEachBlock(std::size_t count, std::size_t blockSize, int threads,
                  const std::function<void(std::size_t begin, std::size_t end)>& work);

}  // namespace pf
