// Looking at every image of a set with several threads.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "core/data/read_retry.h"

namespace pf {

struct ScanOptions {
    int threads = 2;
    /// Called on a worker, one call at a time, about a hundred times; must not throw.
    std::function<void(std::size_t done, std::size_t total)> progress = nullptr;
    ReadRetry retry = {};  ///< for what reads the images
};

/// Calls `look` for every index below `count`, from several threads; false when stopped before the end.
/// Throws: Error(Config) for no threads; what `look` throws, after all threads have ended.
bool scanImages(std::size_t count, const ScanOptions& options, const std::stop_token& stop,
                const std::function<void(std::size_t index)>& look);

}  // namespace pf
