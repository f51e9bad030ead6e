// Order statistics: percentiles, ranks, rank correlation, histograms.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace pf {

/// The percentile (0..100) of values, interpolated linearly between the two nearest (NumPy's default).
/// Throws: std::invalid_argument (empty, percent outside 0..100), std::domain_error (a value is not finite).
double percentile(std::span<const double> values, double percent);

/// Several percentiles of the same values, floats or doubles, in the order asked. Cost: one sort.
template <typename Real>
std::vector<double> percentiles(std::span<const Real> values, std::span<const double> percents);

/// The percentile of values already in ascending order, unchecked but for being there. Cost: O(1).
double percentileOfSorted(std::span<const double> sorted, double percent);

/// Share of ascending values that lie below `value`; those equal to it count half. Range: 0 to 1. Throws:
/// std::invalid_argument (no values). Cost: O(log n).
double shareBelow(std::span<const double> sorted, double value);

/// Spearman's rank correlation with average ranks for ties; nothing when either column is constant.
/// Range: [-1, 1]. Throws: std::invalid_argument (different lengths, fewer than two), std::domain_error.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

/// Counts in bins of equal width.
struct Histogram {
    double low = 0;
    double high = 0;
    std::vector<std::size_t> counts;  ///< the last bin includes `high`

    double binWidth() const { return (high - low) / static_cast<double>(counts.size()); }
};

}  // namespace pf
