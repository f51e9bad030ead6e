#include "core/metrics/percentiles.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "core/base/text.h"
#include "core/metrics/input_checks.h"

namespace pf {
namespace {

/// Ranks from 1; values that tie share their average rank.
std::vector<double> averageRanks(std::span<const double> values) {
    detail::requireFinite(values, "value");
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) {
            ++last;
        }
        const double shared = 0.5 * static_cast<double>(first + last) + 1.0;
        for (std::size_t i = first; i <= last; ++i) {
            ranks[order[i]] = shared;
        }
        first = last + 1;
    }
    return ranks;
}

}  // namespace

double percentileOfSorted(std::span<const double> sorted, double percent) {
    detail::requireNotEmpty(sorted.size(), "values to take a percentile of");
    if (!(percent >= 0.0 && percent <= 100.0)) {
        throw std::invalid_argument("percentile " + formatNumber(percent) + ": give a number from 0 to 100");
    }
    // The order of operations is NumPy's: whether a pair whose risk equals the percentile is kept depends on
    // it.
    const double position = percent / 100.0 * static_cast<double>(sorted.size() - 1);
    const double whole = std::floor(position);
    const auto index = static_cast<std::size_t>(whole);
    if (index + 1 >= sorted.size()) {
        return sorted.back();
    }
    const double part = position - whole;
    const double step = sorted[index + 1] - sorted[index];
    return part < 0.5 ? sorted[index] + step * part : sorted[index + 1] - step * (1.0 - part);
}

double percentile(std::span<const double> values, double percent) {
    const double one[] = {percent};
    return percentiles(values, one).front();
}

template <typename Real>
std::vector<double> percentiles(std::span<const Real> values, std::span<const double> percents) {
    detail::requireFinite(values, "value");
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> result;
    result.reserve(percents.size());
    for (const double percent : percents) {
        result.push_back(percentileOfSorted(sorted, percent));
    }
    return result;
}

template std::vector<double> percentiles(std::span<const float>, std::span<const double>);
template std::vector<double> percentiles(std::span<const double>, std::span<const double>);

double shareBelow(std::span<const double> sorted, double value) {
    detail::requireNotEmpty(sorted.size(), "values to compare with");
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), value);
    const auto below = static_cast<double>(low - sorted.begin());
    const auto equal = static_cast<double>(high - low);
    return (below + 0.5 * equal) / static_cast<double>(sorted.size());
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
    detail::requireSameLength(a.size(), "values", b.size(), "values");
    detail::refuseIf(a.size() < 2, "a correlation of ", a.size(), " record(s): at least two are needed");
    const std::vector<double> ranksA = averageRanks(a);
    const std::vector<double> ranksB = averageRanks(b);
    const double mean = 0.5 * static_cast<double>(a.size() + 1);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = ranksA[i] - mean;
        const double y = ranksB[i] - mean;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    if (aa == 0.0 || bb == 0.0) {
        return std::nullopt;
    }
    return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

}  // namespace pf
