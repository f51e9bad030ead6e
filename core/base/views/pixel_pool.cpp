#include "core/base/views/pixel_pool.h"

#include <utility>

namespace pf {

std::shared_ptr<Pixels> PixelPool::take(std::size_t size) {
    Pixels values;
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            values = std::move(free_.back());
            free_.pop_back();
        }
    }
    values.resize(size);
    const auto giveBackAndDelete = [weak = weak_from_this()](Pixels* used) {
        if (const auto pool = weak.lock()) {
            pool->giveBack(std::move(*used));
        }
        delete used;
    };
    return {new Pixels(std::move(values)), giveBackAndDelete};
}

void PixelPool::giveBack(Pixels values) noexcept {
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
