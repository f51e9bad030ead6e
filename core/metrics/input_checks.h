// The refusals every metric shares, worded once.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string_view>

#include "core/base/error.h"
#include "core/metrics/pair_labels.h"

namespace pf::detail {

// Real is float or double.

/// Throws: std::invalid_argument with the message that the parts make, if `isWrong`.
template <typename... Parts>
void refuseIf(bool isWrong, const Parts&... parts) {
    if (isWrong) {
        throw std::invalid_argument(messageFrom(parts...));
    }
}

/// Refuses NaN and infinite values: they have no place in an order, and every metric here is built on one.
/// Throws: std::domain_error naming `name` and the index of the first such value.
template <typename Real>
void requireFinite(std::span<const Real> values, std::string_view name);

/// Throws: std::invalid_argument when there is nothing to measure.
void requireNotEmpty(std::size_t count, std::string_view name);

/// Throws: std::invalid_argument when two columns of the same records differ in length.
void requireSameLength(std::size_t countA, std::string_view nameA, std::size_t countB,
                       std::string_view nameB);

/// Throws: std::invalid_argument unless `value` is in [0, 1].
void requireFraction(double value, std::string_view name);

/// Scores and labels as every verification metric takes them: as many of one as of the other, not empty,
/// finite.
template <typename Real>
void requirePairs(std::span<const Real> scores, SameFlags same);

/// As requirePairs, and both genuine and impostor pairs present. `metric` is what needs them, for the
/// message.
template <typename Real>
PairCounts requireBothKinds(std::span<const Real> scores, SameFlags same, std::string_view metric);

}  // namespace pf::detail
