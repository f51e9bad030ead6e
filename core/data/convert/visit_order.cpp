#include "core/data/convert/visit_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/error.h"

namespace pf {

std::vector<int> labelsOf(const FaceSet& faces) {
    std::vector<int> labels(faces.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = faces.info(i).label;
    }
    return labels;
}

VisitOrder::VisitOrder(const std::vector<int>& labels) {
    if (std::is_sorted(labels.begin(), labels.end())) {
        return;
    }
    throwIf(labels.size() > std::numeric_limits<std::uint32_t>::max(), ErrorCode::Data,
            "too many images to be sorted by identity; convert the sources one by one");
    indices_.resize(labels.size());
    std::iota(indices_.begin(), indices_.end(), std::uint32_t{0});
    std::ranges::stable_sort(indices_, {}, [&labels](std::uint32_t index) { return labels[index]; });
}

}  // namespace pf
