#include "core/metrics/share_below.h"

#include <algorithm>

#include "core/metrics/input_checks.h"

namespace pf {

double shareBelow(std::span<const double> sorted, double value) {
    detail::requireNotEmpty(sorted.size(), "values to compare with");
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), value);
    const auto below = static_cast<double>(low - sorted.begin());
    const auto equal = static_cast<double>(high - low);
    return (below + 0.5 * equal) / static_cast<double>(sorted.size());
}

}  // namespace pf
