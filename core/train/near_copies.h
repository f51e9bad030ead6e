// Copies of a picture that are not the same file: stored again, tagged, mirrored.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pf {

class FeatureStore;

/// From this cosine on two pictures of a person are one. Of 4,536 real faces the nearest that are different
/// pictures have 0.991; pictures that were stored again with loss, or mirrored, have 0.9995 and more.
inline constexpr double kNearCopyCosine = 0.998;

/// Marks the pictures of a person that the backbone cannot tell apart, or from each other's mirror image,
/// where the store holds those: in `pictureOf` (as IdentitySampler takes it) they get the number of the first
/// of them. Returns: how many were marked. Cost: the square of a person's pictures.
std::int64_t markNearCopies(const FeatureStore& store, std::span<const int> labels,
                            std::span<const std::int64_t> images, std::vector<std::uint64_t>& pictureOf);

}  // namespace pf
