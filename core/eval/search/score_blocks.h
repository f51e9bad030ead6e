// Scores of a block of probes with a whole gallery, in float, and how far off they may be. Internal to
// TrialScorer.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/metrics/pair_scores.h"

namespace pf {

/// The scores of one probe with the gallery.
struct ScoreRow {
    PairScoreKind kind = PairScoreKind::Cosine;
    std::span<const float> scores;  ///< in the gallery's order
    double base = 0;
    double perScore = 0;

    /// No score near `score` is further than this from its value in double, even after `score` +- margin has
    /// been rounded to float.
    double margin(double score) const { return base + perScore * (1.0 + std::abs(score)); }
};

/// Computes blocks of scores; the buffers are kept from block to block.
class ScoreBlocks {
  public:
    /// Keeps references to `faces`' arrays and `norms` (|mu| of every row); the rows must be sound.
    ScoreBlocks(const FaceRows& faces, const std::vector<double>& norms,
                const std::vector<std::uint32_t>& gallery, std::span<const PairScoreKind> kinds);

    /// So many that a block has at most 2 MiB; at least one.
    std::size_t probesPerBlock() const { return probesPerBlock_; }

    /// Scores a block: one matrix product for all kinds; with a vector sigma² plain loops beside it.
    void compute(std::span<const std::uint32_t> probes);

    /// Of the last block: the scores of its probe `index`, and every probe's highest one.
    ScoreRow row(std::size_t kind, std::size_t index) const;
    std::vector<float> highest(std::size_t kind) const;

  private:
    void computeScalar(PairScoreKind kind, at::Tensor scores);
    void computeVector(PairScoreKind kind, at::Tensor scores) const;

    FaceRows faces_;
    const std::vector<double>& norms_;
    const std::vector<std::uint32_t>& gallery_;
    std::vector<PairScoreKind> kinds_;
    std::size_t probesPerBlock_ = 1;
    float smallestSigmaSq_ = 0;  ///< of the gallery
    float largestSigmaSq_ = 0;
    at::Tensor galleryMu_;       ///< [D, G]
    at::Tensor gallerySigmaSq_;  ///< [1, G], scalar only
    at::Tensor galleryScale_;    ///< [1, G]: 1 / (2 |mu|)
    std::vector<std::uint32_t> probes_;
    at::Tensor probeSigmaSq_;         ///< [P, 1], scalar only
    at::Tensor probeScale_;           ///< [P, 1]: 1 / |mu|
    at::Tensor products_;             ///< [P, G]: 2 mu . mu
    at::Tensor sums_;                 ///< [P, G]: sums of sigma²
    std::vector<at::Tensor> scores_;  ///< [P, G] for every kind
};

}  // namespace pf
