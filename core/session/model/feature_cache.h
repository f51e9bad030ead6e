// What a frozen backbone computed, shared by everything in this process that asks for the same views.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace pf {

class FeatureStore;

/// Feature stores by what they are of (images, backbone, preprocessing, flips), up to a size. Thread-safe.
class FeatureCache {
  public:
    explicit FeatureCache(double memoryGib)
        : bytesLeft_(static_cast<std::uint64_t>(memoryGib * 1024.0 * 1024.0 * 1024.0)) {}

    /// nullptr when it is not there.
    std::shared_ptr<const FeatureStore> find(const std::string& key) const {
        const std::lock_guard lock(mutex_);
        const auto found = stores_.find(key);
        return found == stores_.end() ? nullptr : found->second;
    }
    /// Whether a store of this size would be kept.
    bool hasRoomFor(std::uint64_t bytes) const {
        const std::lock_guard lock(mutex_);
        return bytes <= bytesLeft_;
    }
    /// Keeps a complete store; one that does not fit is not kept.
    void keep(const std::string& key, std::shared_ptr<const FeatureStore> store, std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        if (bytes <= bytesLeft_ && stores_.try_emplace(key, std::move(store)).second) {
            bytesLeft_ -= bytes;
        }
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const FeatureStore>> stores_;
    std::uint64_t bytesLeft_;
};

}  // namespace pf
