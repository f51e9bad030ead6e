// The refusals every metric shares, worded once.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/metrics/pair_labels.h"

namespace pf::detail {

/// Refuses NaN and infinite values: they have no place in an order, and every metric here is built on one.
/// Throws: std::domain_error naming `name` and the index of the first such value.
void requireFinite(std::span<const double> values, std::string_view name);
void requireFinite(std::span<const float> values, std::string_view name);

/// Throws: std::invalid_argument when there is nothing to measure.
void requireNotEmpty(std::size_t count, std::string_view name);

/// Throws: std::invalid_argument when two columns of the same records differ in length.
void requireSameLength(std::size_t countA, std::string_view nameA, std::size_t countB,
                       std::string_view nameB);

/// Throws: std::invalid_argument unless `value` is in [0, 1].
void requireFraction(double value, std::string_view name);

/// Scores and labels as every verification metric takes them: as many of one as of the other, not empty,
/// finite.
void requirePairs(std::span<const double> scores, SameFlags same);
void requirePairs(std::span<const float> scores, SameFlags same);

/// As requirePairs, and both genuine and impostor pairs present. `metric` is what needs them, for the
/// message.
PairCounts requireBothKinds(std::span<const double> scores, SameFlags same, std::string_view metric);
PairCounts requireBothKinds(std::span<const float> scores, SameFlags same, std::string_view metric);

}  // namespace pf::detail
