// What a frozen backbone computed, shared by everything in this process that asks for the same views.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace pf {

class FeatureStore;

/// Feature stores by what they are of (images, backbone, preprocessing, flips), up to a size. Thread-safe.
class FeatureCache {
  public:
    explicit FeatureCache(double memoryGib);

    /// nullptr when it is not there.
    std::shared_ptr<const FeatureStore> find(const std::string& key) const;
    /// Whether a store of this size would be kept.
    bool hasRoomFor(std::uint64_t bytes) const;
    /// Keeps a complete store; one that does not fit is not kept.
    void keep(const std::string& key, std::shared_ptr<const FeatureStore> store, std::uint64_t bytes);

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const FeatureStore>> stores_;
    std::uint64_t bytesLeft_;
};

}  // namespace pf
