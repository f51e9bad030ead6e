#include "core/session/model/feature_cache.h"

#include <utility>

namespace pf {

FeatureCache::FeatureCache(double memoryGib)
    : bytesLeft_(static_cast<std::uint64_t>(memoryGib * 1024.0 * 1024.0 * 1024.0)) {}

std::shared_ptr<const FeatureStore> FeatureCache::find(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = stores_.find(key);
    return found == stores_.end() ? nullptr : found->second;
}

bool FeatureCache::hasRoomFor(std::uint64_t bytes) const {
    const std::lock_guard lock(mutex_);
    return bytes <= bytesLeft_;
}

void FeatureCache::keep(const std::string& key, std::shared_ptr<const FeatureStore> store,
                        std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    if (bytes <= bytesLeft_ && stores_.try_emplace(key, std::move(store)).second) {
        bytesLeft_ -= bytes;
    }
}

}  // namespace pf
