#include "core/eval/templates/parallel_blocks.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace pf {
namespace {

/// The exception of the lowest block that failed.
class FirstFailure {
  public:
    void offer(std::size_t block, std::exception_ptr error) {
        const std::scoped_lock lock(mutex_);
        if (block < block_) {
            block_ = block;
            error_ = std::move(error);
        }
    }
    void rethrow() const {
        if (error_) {
            std::rethrow_exception(error_);
        }
    }

  private:
    std::mutex mutex_;
    std::size_t block_ = std::numeric_limits<std::size_t>::max();
    std::exception_ptr error_;
};

}  // namespace

void forEachBlock(std::size_t count, std::size_t blockSize, int threads,
                  const std::function<void(std::size_t begin, std::size_t end)>& work) {
    const std::size_t blocks = (count + blockSize - 1) / blockSize;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    FirstFailure failure;
    // Blocks are handed out in order: when one fails, all below it are done or being worked on.
    const auto worker = [&] {
        while (!failed) {
            const std::size_t block = next++;
            if (block >= blocks) {
                return;
            }
            try {
                work(block * blockSize, std::min(count, (block + 1) * blockSize));
            } catch (...) {
                failure.offer(block, std::current_exception());
                failed = true;
            }
        }
    };
    const std::size_t wanted =
        threads > 0 ? static_cast<std::size_t>(threads) : std::max(1U, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(wanted, blocks); ++i) {
            helpers.emplace_back(worker);
        }
        worker();
    }
    failure.rethrow();
}

}  // namespace pf
