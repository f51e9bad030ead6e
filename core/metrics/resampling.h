// One draw of a bootstrap: how often each pair counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "core/base/parallel.h"
#include "core/metrics/bootstrap.h"
#include "core/metrics/pair_labels.h"

namespace pf::detail {

/// Uniform in [0, n) from raw 64-bit draws: the standard's distributions differ between libraries.
inline std::size_t below(std::mt19937_64& engine, std::size_t n) {
    const std::uint64_t limit = std::mt19937_64::max() - std::mt19937_64::max() % n;
    std::uint64_t draw = engine();
    while (draw >= limit) {
        draw = engine();
    }
    return static_cast<std::size_t>(draw % n);
}

/// Draws identities (or pairs, where subjects are not known) with replacement.
class PairResampling {
  public:
    /// Throws: std::invalid_argument (lengths differ, a genuine pair of two subjects).
    PairResampling(SameFlags same, const PairSubjects& subjects);

    bool overIdentities() const { return overIdentities_; }
    std::size_t units() const { return units_; }

    /// Fills `weights` [P]: a genuine pair counts as often as its identity was drawn, an impostor pair as
    /// often as the product of both. `drawn` is scratch of the caller's thread. Determinism: the same for a
    /// seed on every platform.
    void draw(std::uint64_t seed, std::vector<std::uint32_t>& drawn,
              std::vector<std::uint32_t>& weights) const;

  private:
    bool overIdentities_ = false;
    std::size_t units_ = 0;
    std::vector<std::uint32_t> unitA_;  ///< of each pair
    std::vector<std::uint32_t> unitB_;  ///< as unitA_ for a pair that is drawn as a whole
};

/// One seed per replicate.
std::vector<std::uint64_t> replicateSeeds(const BootstrapOptions& options);

/// Draws every replicate, on all cores, and calls work(replicate, weights); ends early when a stop is asked
/// for. Determinism: the same whatever the number of threads.
template <typename Work>
void forEachReplicate(const PairResampling& resampling, const BootstrapOptions& options, const Work& work) {
    const auto seeds = replicateSeeds(options);
    forEachChunk(Chunks(seeds.size(), 1), [&](std::size_t, std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> drawn;
        std::vector<std::uint32_t> weights;
        for (std::size_t i = begin; i < end && !options.stop.stop_requested(); ++i) {
            resampling.draw(seeds[i], drawn, weights);
            work(i, weights);
        }
    });
}

/// Throws: std::invalid_argument unless there is a replicate and the confidence lies between 0 and 1.
void requireReplicates(const BootstrapOptions& options);

/// The percentile interval of each thing that replicates read, in their order. Those without readings could
/// not be measured and are taken away. Throws: std::invalid_argument with `problem` when none is left.
std::vector<Interval> percentileIntervals(std::vector<std::vector<double>>& readings, double confidence,
                                          const char* problem);

}  // namespace pf::detail
