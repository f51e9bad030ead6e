#include "core/metrics/identification.h"

#include <algorithm>
#include <cmath>

#include "core/metrics/input_checks.h"
#include "core/metrics/sorting.h"

namespace pf {
namespace {

/// Of `whole` probes, those of the ascending scores that are >= threshold.
double acceptedFraction(const std::vector<double>& ascending, double threshold, std::size_t whole) {
    const auto first = std::lower_bound(ascending.begin(), ascending.end(), threshold);
    return static_cast<double>(ascending.end() - first) / static_cast<double>(whole);
}

void requireRanks(std::span<const std::uint32_t> mateRanks) {
    const auto zero = std::find(mateRanks.begin(), mateRanks.end(), 0U);
    detail::refuseIf(zero != mateRanks.end(), "mate rank[", zero - mateRanks.begin(),
                     "] is 0: ranks count from 1 (1 + the gallery images above the mate)");
}

}  // namespace

OpenSetCurve::OpenSetCurve(std::span<const double> mateScores, std::span<const std::uint32_t> mateRanks,
                           std::span<const double> impostorScores, std::size_t rank)
    : impostor_(impostorScores.begin(), impostorScores.end()), genuine_(mateScores.size()) {
    detail::requireSameLength(mateScores.size(), "mate scores", mateRanks.size(), "mate ranks");
    detail::requireNotEmpty(mateScores.size(), "genuine probes");
    detail::requireNotEmpty(impostorScores.size(), "impostor probes");
    detail::requireFinite(mateScores, "mate score");
    detail::requireFinite(impostorScores, "impostor score");
    requireRanks(mateRanks);
    detail::refuseIf(rank == 0, "the rank is 0: a mate is found at rank 1 or later");
    for (std::size_t i = 0; i < mateScores.size(); ++i) {
        if (mateRanks[i] <= rank) {
            identified_.push_back(mateScores[i]);
        }
    }
    detail::sortAscending(identified_);
    detail::sortAscending(impostor_);
}

DirPoint OpenSetCurve::at(double threshold) const {
    const double far = acceptedFraction(impostor_, threshold, impostor_.size());
    return {far, threshold, far, acceptedFraction(identified_, threshold, genuine_), true};
}

DirPoint OpenSetCurve::atFar(double target) const {
    detail::requireFraction(target, "FAR target");
    const double alarms = target * static_cast<double>(impostor_.size());
    const auto highest = static_cast<std::size_t>(std::nearbyint(alarms));
    DirPoint point = at(detail::thresholdOfHighest(std::span<const double>(impostor_), highest));
    point.farTarget = target;
    // 1e-3 of 1,000 probes is one probe, whatever the product rounds to.
    point.reachable = target == 0.0 || alarms >= 1.0 - 1e-9;
    return point;
}

std::vector<double> cumulativeMatches(std::span<const std::uint32_t> mateRanks, std::size_t ranks) {
    detail::requireNotEmpty(mateRanks.size(), "genuine probes");
    detail::requireNotEmpty(ranks, "ranks asked for");
    requireRanks(mateRanks);
    std::vector<std::size_t> found(ranks, 0);
    for (const std::uint32_t rank : mateRanks) {
        if (rank <= ranks) {
            ++found[rank - 1];
        }
    }
    std::vector<double> rates;
    std::size_t within = 0;
    for (const std::size_t count : found) {
        within += count;
        rates.push_back(static_cast<double>(within) / static_cast<double>(mateRanks.size()));
    }
    return rates;
}

}  // namespace pf
