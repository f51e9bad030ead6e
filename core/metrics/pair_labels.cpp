#include "core/metrics/pair_labels.h"

#include <algorithm>

namespace pf {

std::vector<std::uint8_t> sameFlags(const std::vector<bool>& same) {
    return std::vector<std::uint8_t>(same.begin(), same.end());
}

PairCounts countPairs(SameFlags same) {
    const auto impostor = static_cast<std::size_t>(std::count(same.begin(), same.end(), std::uint8_t{0}));
    return {same.size() - impostor, impostor};
}

}  // namespace pf
