#include "core/metrics/input_checks.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/base/text.h"

namespace pf::detail {
namespace {

template <typename Real>
void refuseNotFinite(std::span<const Real> values, std::string_view name) {
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
            throw std::domain_error(std::string(name) + "[" + std::to_string(i) + "] is " +
                                    formatNumber(static_cast<double>(values[i])) +
                                    ": only finite values can be ranked; find the image or model that made "
                                    "it, or leave that record out");
        }
    }
}

template <typename Real>
void refuseNoPairs(std::span<const Real> scores, SameFlags same) {
    requireSameLength(scores.size(), "scores", same.size(), "same flags");
    requireNotEmpty(scores.size(), "pairs");
    requireFinite(scores, "score");
}

PairCounts refuseOneKind(SameFlags same, std::string_view metric) {
    const PairCounts counts = countPairs(same);
    if (counts.genuine == 0 || counts.impostor == 0) {
        const char* missing = counts.genuine == 0 ? "genuine" : "impostor";
        throw std::invalid_argument(std::string(metric) +
                                    " needs genuine and impostor pairs, and none of the " +
                                    std::to_string(same.size()) + " pairs is " + missing +
                                    ": check the same flags or add such pairs");
    }
    return counts;
}

}  // namespace

void requireFinite(std::span<const double> values, std::string_view name) {
    refuseNotFinite(values, name);
}

void requireFinite(std::span<const float> values, std::string_view name) {
    refuseNotFinite(values, name);
}

void requireNotEmpty(std::size_t count, std::string_view name) {
    if (count == 0) {
        throw std::invalid_argument("no " + std::string(name) + ": at least one is needed");
    }
}

void requireSameLength(std::size_t countA, std::string_view nameA, std::size_t countB,
                       std::string_view nameB) {
    if (countA != countB) {
        throw std::invalid_argument(std::to_string(countA) + " " + std::string(nameA) + " but " +
                                    std::to_string(countB) + " " + std::string(nameB) +
                                    ": give one of each per record, in the same order");
    }
}

void requireFraction(double value, std::string_view name) {
    if (!(value >= 0.0 && value <= 1.0)) {
        throw std::invalid_argument(std::string(name) + " is " + formatNumber(value) +
                                    ": give a fraction from 0 to 1 (10 % is 0.1)");
    }
}

void requirePairs(std::span<const double> scores, SameFlags same) {
    refuseNoPairs(scores, same);
}

void requirePairs(std::span<const float> scores, SameFlags same) {
    refuseNoPairs(scores, same);
}

PairCounts requireBothKinds(std::span<const double> scores, SameFlags same, std::string_view metric) {
    requirePairs(scores, same);
    return refuseOneKind(same, metric);
}

PairCounts requireBothKinds(std::span<const float> scores, SameFlags same, std::string_view metric) {
    requirePairs(scores, same);
    return refuseOneKind(same, metric);
}

}  // namespace pf::detail
