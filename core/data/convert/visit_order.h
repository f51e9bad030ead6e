// In which order the images of a set are copied.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/data/face_set.h"

namespace pf {

/// The label of every image.
inline std::vector<int> labelsOf(const FaceSet& faces) {
    std::vector<int> labels(faces.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = faces.info(i).label;
    }
    return labels;
}

/// A set's own order, or its images by label. Images of one label stay in the set's order.
class VisitOrder {
  public:
    /// The set's own order.
    VisitOrder() = default;
    /// By label; labels that rise already cost no memory.
    /// Throws: Error(Data) for more than 2^32 images that must be sorted.
    explicit VisitOrder(const std::vector<int>& labels) {
        if (std::is_sorted(labels.begin(), labels.end())) {
            return;
        }
        throwIf(labels.size() > std::numeric_limits<std::uint32_t>::max(), ErrorCode::Data,
                "too many images to be sorted by identity; convert the sources one by one");
        indices_.resize(labels.size());
        std::iota(indices_.begin(), indices_.end(), std::uint32_t{0});
        std::ranges::stable_sort(indices_, {}, [&labels](std::uint32_t index) { return labels[index]; });
    }

    std::size_t at(std::size_t position) const { return indices_.empty() ? position : indices_[position]; }
    bool isSourceOrder() const { return indices_.empty(); }

  private:
    std::vector<std::uint32_t> indices_;
};

}  // namespace pf
