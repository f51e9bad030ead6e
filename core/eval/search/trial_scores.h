// What every search of an identification trial comes down to, without keeping the similarity matrix.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/eval/search/blufr.h"
#include "core/metrics/pair_scores.h"
#include "core/results/embedding_set.h"

namespace pf {

/// The searches of one trial with one kind of score.
struct TrialScores {
    std::vector<double> mateScores;        ///< of every genuine probe: the score of its best mate
    std::vector<std::uint32_t> mateRanks;  ///< 1 + the gallery images that score above the best mate
    std::vector<double> impostorScores;    ///< of every impostor probe: its best score in the gallery
};

/// Searches galleries for probes among the rows of an embedding set.
class TrialScorer {
  public:
    /// Keeps references: both must outlive it. `labels` has the identity of every row.
    /// Throws: Error(Shape) (arrays that do not fit), Error(Numeric) (mu not of unit length within 1e-3,
    /// sigma² not positive and finite), naming the row.
    TrialScorer(const EmbeddingSet& embeddings, std::span<const std::int32_t> labels);

    /// The searches of a trial (as checkTrials wants it) for every kind; nothing when stopped. Throws:
    /// Error(Config) for the squared distance. Scores and ranks are those of core/metrics/pair_scores.h in
    /// double: matrix products in float pass over the whole gallery, and what lies within their rounding
    /// error of a decision is scored again. Cost: O(probes gallery D) for one matrix product per block of
    /// probes, which is the largest part when sigma² is scalar; O(probes gallery D) divisions and logarithms
    /// for a vector sigma². Memory: the trial's own rows, and at most 2 MiB for every kind and twice more;
    /// never probes x gallery x D. Determinism: the same for any number of threads, blocks and BLAS. Uses
    /// LibTorch's threads.
    std::optional<std::vector<TrialScores>> score(const IdentificationTrial& trial,
                                                  std::span<const PairScoreKind> kinds,
                                                  const std::stop_token& stop = {}) const;

  private:
    const EmbeddingSet& embeddings_;
    std::span<const std::int32_t> labels_;
    std::vector<double> norms_;  ///< |mu| of every row
};

}  // namespace pf
