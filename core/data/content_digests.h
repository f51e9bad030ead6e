// What the pictures of a set are, by their bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/face_set.h"
#include "core/data/image_scan.h"

namespace pf {

/// The first 64 bits of a SHA-256: among ten million pictures two equal ones by chance are a matter of 10^-6.
/// Never 0, which stands for "not known".
std::uint64_t digestOf(std::string_view bytes);

/// One entry for each image of a set, in its order.
struct ContentDigests {
    std::vector<std::uint64_t> content;  ///< 0 where the image could not be read
    std::vector<std::uint64_t> stamp;    ///< of FaceSet::contentStamp; 0 where there is none
};

/// Reads every image of `faces`, but for those whose stamp (place, size and time) `known` has: their content
/// is taken from there. Nothing when stopped before the end. Cost: one pass over the files.
std::optional<ContentDigests> contentDigests(const FaceSet& faces, const ContentDigests& known,
                                             const ScanOptions& options, const std::stop_token& stop);

/// Changes when a picture, its label or the order does; not with the place where the set lies.
std::string contentHash(const FaceSet& faces, const ContentDigests& digests);

/// Pictures that stand under two identities or more: the images of each, in the set's order.
std::vector<std::vector<std::size_t>> sharedBetweenIdentities(const FaceSet& faces,
                                                              const ContentDigests& digests);

}  // namespace pf
