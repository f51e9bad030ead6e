#include "core/data/images/pixel_buffer.h"

#include <new>
#include <utility>

namespace pf {

PixelBuffer::~PixelBuffer() {
    giveBack();
}

PixelBuffer::PixelBuffer(PixelBuffer&& other) noexcept
    : values_(std::exchange(other.values_, {})), pool_(std::exchange(other.pool_, {})) {}

PixelBuffer& PixelBuffer::operator=(PixelBuffer&& other) noexcept {
    if (this != &other) {
        giveBack();
        values_ = std::exchange(other.values_, {});
        pool_ = std::exchange(other.pool_, {});
    }
    return *this;
}

void PixelBuffer::giveBack() {
    if (const auto pool = pool_.lock()) {
        pool->giveBack(std::exchange(values_, {}));
    }
}

PixelBuffer PixelPool::take(std::size_t size) {
    std::vector<float> values;
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            values = std::move(free_.back());
            free_.pop_back();
        }
    }
    values.resize(size);
    return {std::move(values), weak_from_this()};
}

void PixelPool::giveBack(std::vector<float> values) noexcept {
    const std::lock_guard lock(mutex_);
    if (values.capacity() > 0 && free_.size() < most_) {
        try {
            free_.push_back(std::move(values));
        } catch (const std::bad_alloc&) {
            // Then it is freed.
        }
    }
}

}  // namespace pf
