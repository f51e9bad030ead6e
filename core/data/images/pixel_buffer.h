// The memory of batches, used over and over: a fresh one costs its pages and their zeroing, a quarter of what
// loading small images takes.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace pf {

class PixelPool;

/// Floats that go back to their pool. What is in it at first is left over from an earlier use.
class PixelBuffer {
  public:
    PixelBuffer() = default;
    PixelBuffer(std::vector<float> values, std::weak_ptr<PixelPool> pool)
        : values_(std::move(values)), pool_(std::move(pool)) {}
    ~PixelBuffer();
    PixelBuffer(PixelBuffer&& other) noexcept;
    PixelBuffer& operator=(PixelBuffer&& other) noexcept;
    PixelBuffer(const PixelBuffer&) = delete;
    PixelBuffer& operator=(const PixelBuffer&) = delete;

    float* data() { return values_.data(); }
    const std::vector<float>& values() const { return values_; }
    std::size_t size() const { return values_.size(); }

  private:
    void giveBack();

    std::vector<float> values_;
    std::weak_ptr<PixelPool> pool_;
};

/// Buffers that are not in use. Thread-safe.
class PixelPool : public std::enable_shared_from_this<PixelPool> {
  public:
    /// Keeps at most `most` buffers.
    explicit PixelPool(std::size_t most) : most_(most) {}

    PixelBuffer take(std::size_t size);
    void giveBack(std::vector<float> values) noexcept;

  private:
    std::size_t most_;
    std::mutex mutex_;
    std::vector<std::vector<float>> free_;
};

}  // namespace pf
