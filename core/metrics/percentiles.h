// Order statistics: percentiles, rank correlation, histograms.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pf {

/// The percentile (0..100) of values, interpolated linearly between the two nearest (NumPy's default).
/// Throws: std::invalid_argument (empty, percent outside 0..100), std::domain_error (a value is not finite).
double percentile(std::span<const double> values, double percent);

/// Several percentiles of the same values, in the order asked. Cost: one sort.
std::vector<double> percentiles(std::span<const double> values, std::span<const double> percents);
/// The same of float values, e.g. the entries of sigma².
std::vector<double> percentiles(std::span<const float> values, std::span<const double> percents);

/// The percentile of values already in ascending order, unchecked but for being there. Cost: O(1).
double percentileOfSorted(std::span<const double> sorted, double percent);

/// Ranks from 1; values that tie share their average rank.
std::vector<double> averageRanks(std::span<const double> values);

/// Spearman's rank correlation with average ranks for ties; nothing when either column is constant.
/// Range: [-1, 1]. Throws: std::invalid_argument (different lengths, fewer than two), std::domain_error.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

struct Histogram {
    double low = 0;
    double high = 0;
    std::vector<std::size_t> counts;  ///< bins of equal width; the last one includes `high`
    std::size_t below = 0;            ///< values under a range that was given
    std::size_t above = 0;            ///< values over it

    double binWidth() const { return (high - low) / static_cast<double>(counts.size()); }
};

/// Counts values in bins of equal width over `range`, or from the smallest to the largest value (half a unit
/// to each side when all are equal, as NumPy does). Throws: std::invalid_argument (no bins, nothing to count
/// and no range, empty range), std::domain_error.
Histogram histogram(std::span<const double> values, std::size_t bins,
                    std::optional<std::pair<double, double>> range = std::nullopt);

}  // namespace pf
