// In which order the images of a set are copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// The label of every image.
std::vector<int> labelsOf(const FaceSet& faces);

/// A set's own order, or its images by label. Images of one label stay in the set's order.
class VisitOrder {
  public:
    /// The set's own order.
    VisitOrder() = default;
    /// By label; labels that rise already cost no memory.
    /// Throws: Error(Data) for more than 2^32 images that must be sorted.
    explicit VisitOrder(const std::vector<int>& labels);

    std::size_t at(std::size_t position) const { return indices_.empty() ? position : indices_[position]; }
    bool isSourceOrder() const { return indices_.empty(); }

  private:
    std::vector<std::uint32_t> indices_;
};

}  // namespace pf
