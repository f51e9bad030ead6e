// Identification: searches of a gallery for a probe's identity, where the identity may be missing from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pf {

/// Detection and identification at one threshold.
struct DirPoint {
    double farTarget = 0;
    double threshold = 0;   ///< accept when score >= threshold
    double far = 0;         ///< of the impostor probes, at the threshold
    double dir = 0;         ///< of the genuine probes: identified within the rank and accepted
    bool reachable = true;  ///< false when the impostor probes are too few to measure a rate this small
};

/// Open-set identification at one rank, from what every search comes down to: of a genuine probe its best
/// mate's score and rank, of an impostor probe the best score in the whole gallery. The rank is 1 + the
/// gallery images that score above the best mate; one that scores exactly as the mate is not above it.
class OpenSetCurve {
  public:
    /// Keeps the genuine probes whose `mateRanks` is at most `rank`, and how many there were.
    /// Throws: std::invalid_argument (no genuine or no impostor probes, lengths differ, a rank of 0),
    /// std::domain_error (a score is not finite). Cost: O(n log n) in the number of probes.
    OpenSetCurve(std::span<const double> mateScores, std::span<const std::uint32_t> mateRanks,
                 std::span<const double> impostorScores, std::size_t rank);

    /// The rates at a threshold; `farTarget` is the measured FAR. Cost: O(log n).
    DirPoint at(double threshold) const;

    /// The operating point of a FAR target: its threshold is the round(target n_impostor)-th highest of the
    /// impostor probes' best scores (halves to even), or the next number above the highest one when that is
    /// the 0th or when more impostors tie with it (see BasicRocCurve::atFar): `far` never exceeds what was
    /// asked. A target below 1 / n_impostor (but for 0) is marked unreachable: its threshold is then set by
    /// the few highest impostors alone. Throws: std::invalid_argument (target outside [0, 1]). Source:
    /// docs/science.md, "Open-set identification"; Liao et al., IJCB 2014, with "halfway to the next genuine
    /// score" for 0 replaced by "just above". Cost: O(log n).
    DirPoint atFar(double target) const;

  private:
    std::vector<double> identified_;  ///< ascending scores of the probes found within the rank
    std::vector<double> impostor_;    ///< ascending
    std::size_t genuine_ = 0;
};

/// Closed-set identification: the fraction of probes whose mate is within rank 1, 2, ..., `ranks`.
/// Throws: std::invalid_argument (no probes, no ranks, a rank of 0). Cost: O(n + ranks).
std::vector<double> cumulativeMatches(std::span<const std::uint32_t> mateRanks, std::size_t ranks);

}  // namespace pf
