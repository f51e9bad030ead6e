// Verification accuracy by cross-validation: the threshold of each fold is fitted on the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/metrics/pair_labels.h"

namespace pf {

inline constexpr std::size_t kVerificationFolds = 10;

struct FoldResult {
    double threshold = 0;  ///< fitted on the other folds
    double accuracy = 0;   ///< of this fold at that threshold
    std::size_t pairs = 0;
};

struct KFoldResult {
    double accuracy = 0;   ///< mean over folds
    double threshold = 0;  ///< mean over folds
    std::size_t pairs = 0;
    std::vector<FoldResult> folds;
};

/// Where the pairs stood in a list of which some are missing; empty when they are the whole list.
struct ListedPlaces {
    std::span<const std::uint32_t> place = {};  ///< [P], ascending, from 0
    std::size_t listed = 0;                     ///< pairs of the list
};

/// The fold of the pair at a place of a list: contiguous, the first listed % folds one larger.
std::uint32_t foldOfPlace(std::size_t place, std::size_t listed, std::size_t folds);

/// Cross-validated accuracy of one set of scored pairs, or of any part of it, ranking the pairs only once.
///
/// Folds are contiguous in the order given, without shuffling; the first n % folds are one larger. The
/// candidate thresholds of a fold are the scores of the genuine pairs of the others, a pair is accepted when
/// score >= threshold, and the mean of all candidates that reach the best accuracy is used (equal scores
/// count each). Of a list of which pairs are missing, the others stay in its folds. Source: the protocol of
/// ProbFace and PFE (LFW view 2 when the pairs come in its order).
class KFoldVerifier {
  public:
    /// Throws: std::invalid_argument (no pairs, lengths differ, fewer than two folds), std::domain_error (a
    /// score is not finite). Cost: O(n log n).
    KFoldVerifier(std::span<const double> scores, SameFlags same, std::size_t folds = kVerificationFolds,
                  const ListedPlaces& places = {});

    /// Throws: std::invalid_argument with the text of problem(). Cost: O(n folds).
    KFoldResult evaluate() const;
    /// The same inside the pairs whose flag is not zero; folds are laid out again over them, unless they are
    /// all.
    KFoldResult evaluate(std::span<const std::uint8_t> keep) const;

    /// Why the pairs kept cannot be cross-validated, or "": fewer pairs than folds, or a fold whose others
    /// hold no genuine pair to fit a threshold on.
    std::string problem(std::span<const std::uint8_t> keep) const;

  private:
    struct RankedPair {
        double score;
        std::uint32_t index;
        bool genuine;
    };

    std::vector<std::uint32_t> foldsOf(std::span<const std::uint8_t> keep, std::size_t kept) const;

    std::vector<RankedPair> ranked_;  ///< by descending score
    std::vector<std::uint8_t> genuine_;
    std::size_t folds_;
    std::vector<std::uint32_t> listedFold_;  ///< of each pair, where pairs of the list are missing
};

/// Cross-validated accuracy of all pairs. Throws and costs as KFoldVerifier.
KFoldResult kFoldVerification(std::span<const double> scores, SameFlags same,
                              std::size_t folds = kVerificationFolds, const ListedPlaces& places = {});

}  // namespace pf
