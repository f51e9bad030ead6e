#include "core/data/content_digests.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/file_hash.h"

namespace pf {

std::uint64_t digestOf(std::string_view bytes) {
    const std::string hex = sha256Hex(bytes);
    std::uint64_t value = 0;
    std::from_chars(hex.data(), hex.data() + 16, value, 16);
    return value == 0 ? 1 : value;
}

std::optional<ContentDigests> contentDigests(const FaceSet& faces, const ContentDigests& known,
                                             const ScanOptions& options, const std::stop_token& stop) {
    std::unordered_map<std::uint64_t, std::uint64_t> contentOf;
    for (std::size_t i = 0; i < known.stamp.size(); ++i) {
        if (known.stamp[i] != 0 && known.content.at(i) != 0) {
            contentOf.try_emplace(known.stamp[i], known.content[i]);
        }
    }
    ContentDigests digests{.content = std::vector<std::uint64_t>(faces.size()),
                           .stamp = std::vector<std::uint64_t>(faces.size())};
    const bool complete = scanImages(faces.size(), options, stop, [&](std::size_t index) {
        const std::string stamp = faces.contentStamp(index);
        digests.stamp[index] = stamp.empty() ? 0 : digestOf(stamp);
        if (const auto found = contentOf.find(digests.stamp[index]); found != contentOf.end()) {
            digests.content[index] = found->second;
            return;
        }
        try {
            digests.content[index] =
                readPatiently(faces, index, options.retry, [&] { return faces.contentDigest(index); });
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Data && !stop.stop_requested()) {
                throw;
            }
        }
    });
    return complete ? std::optional(std::move(digests)) : std::nullopt;
}

std::string contentHash(const FaceSet& faces, const ContentDigests& digests) {
    Sha256 sum;
    for (std::size_t i = 0; i < digests.content.size(); ++i) {
        sum.add(std::to_string(digests.content[i]) + ":" + std::to_string(faces.info(i).label) + ";");
    }
    return sum.hex();
}

std::vector<std::vector<std::size_t>> sharedBetweenIdentities(const FaceSet& faces,
                                                              const ContentDigests& digests) {
    std::unordered_map<std::uint64_t, int> labelOf;
    std::map<std::uint64_t, std::vector<std::size_t>> shared;
    for (std::size_t i = 0; i < digests.content.size(); ++i) {
        const int label = faces.info(i).label;
        if (label >= 0 && digests.content[i] != 0 &&
            labelOf.try_emplace(digests.content[i], label).first->second != label) {
            shared[digests.content[i]];
        }
    }
    for (std::size_t i = 0; i < digests.content.size() && !shared.empty(); ++i) {
        if (const auto found = shared.find(digests.content[i]); found != shared.end()) {
            found->second.push_back(i);
        }
    }
    std::vector<std::vector<std::size_t>> groups;
    for (auto& [digest, images] : shared) {
        groups.push_back(std::move(images));
    }
    std::sort(groups.begin(), groups.end());
    return groups;
}

}  // namespace pf
