#include "core/metrics/input_checks.h"

#include <cmath>
#include <limits>
#include <string>

#include "core/base/text.h"

namespace pf::detail {

template <typename Real>
void requireFinite(std::span<const Real> values, std::string_view name) {
    // Without an early exit the compiler checks many at once.
    unsigned bad = 0;
    for (const Real value : values) {
        bad |= static_cast<unsigned>(!(std::abs(value) <= std::numeric_limits<Real>::max()));
    }
    if (bad == 0) {
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            throw std::domain_error(messageFrom(name, "[", i, "] is ",
                                                formatNumber(static_cast<double>(values[i])),
                                                ": only finite values can be ranked; find the image or model "
                                                "that made it, or leave that record out"));
        }
    }
}

void requireNotEmpty(std::size_t count, std::string_view name) {
    refuseIf(count == 0, "no ", name, ": at least one is needed");
}

void requireSameLength(std::size_t countA, std::string_view nameA, std::size_t countB,
                       std::string_view nameB) {
    refuseIf(countA != countB, countA, " ", nameA, " but ", countB, " ", nameB,
             ": give one of each per record, in the same order");
}

void requireFraction(double value, std::string_view name) {
    if (!(value >= 0.0 && value <= 1.0)) {
        throw std::invalid_argument(std::string(name) + " is " + formatNumber(value) +
                                    ": give a fraction from 0 to 1 (10 % is 0.1)");
    }
}

template <typename Real>
void requirePairs(std::span<const Real> scores, SameFlags same) {
    requireSameLength(scores.size(), "scores", same.size(), "same flags");
    requireNotEmpty(scores.size(), "pairs");
    requireFinite(scores, "score");
}

template <typename Real>
PairCounts requireBothKinds(std::span<const Real> scores, SameFlags same, std::string_view metric) {
    requirePairs(scores, same);
    const PairCounts counts = countPairs(same);
    refuseIf(counts.genuine == 0 || counts.impostor == 0, metric,
             " needs genuine and impostor pairs, and none of the ", same.size(), " pairs is ",
             counts.genuine == 0 ? "genuine" : "impostor", ": check the same flags or add such pairs");
    return counts;
}

template void requireFinite(std::span<const float>, std::string_view);
template void requireFinite(std::span<const double>, std::string_view);
template void requirePairs(std::span<const float>, SameFlags);
template void requirePairs(std::span<const double>, SameFlags);
template PairCounts requireBothKinds(std::span<const float>, SameFlags, std::string_view);
template PairCounts requireBothKinds(std::span<const double>, SameFlags, std::string_view);

}  // namespace pf::detail
