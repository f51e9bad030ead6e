// The memory of batches, used over and over: a fresh one costs its pages and their zeroing, a quarter of what
// loading small images takes.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace pf {

/// Memory that begins where a tensor's own would: how a kernel sums may depend on that.
template <typename T>
struct TensorAllocator {
    using value_type = T;
    static constexpr std::align_val_t kAlignment{64};

    TensorAllocator() = default;
    template <typename Other>
    explicit TensorAllocator(const TensorAllocator<Other>&) {}
    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kAlignment)); }
    void deallocate(T* values, std::size_t) noexcept { ::operator delete(values, kAlignment); }
    bool operator==(const TensorAllocator&) const = default;
};

using Pixels = std::vector<float, TensorAllocator<float>>;

/// Buffers that are not in use. Thread-safe.
class PixelPool : public std::enable_shared_from_this<PixelPool> {
  public:
    /// Keeps at most `most` buffers.
    explicit PixelPool(std::size_t most) : most_(most) {}

    /// A buffer that comes back once nobody holds it. What is in it is left over from an earlier use.
    std::shared_ptr<Pixels> take(std::size_t size);

  private:
    void giveBack(Pixels values) noexcept;

    std::size_t most_;
    std::mutex mutex_;
    std::vector<Pixels> free_;
};

}  // namespace pf
