// Risk-controlled verification: discard the pairs whose uncertainty is highest, re-fit the threshold on the
// rest. This is the paper's figure. It is not the EDC of edc.h, whose threshold stays fixed: they rank
// methods differently.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/metrics/kfold.h"
#include "core/metrics/pair_labels.h"

namespace pf {

/// How the uncertainties of two faces make the risk of their pair.
enum class RiskKind {
    Max,  ///< the larger one
    Add,  ///< their sum
};

/// "max" or "add".
std::string_view riskKindName(RiskKind kind);

/// Risk of the pairs (a[i], b[i]). Throws: std::invalid_argument (lengths differ), std::domain_error (not
/// finite).
std::vector<double> pairRisk(std::span<const double> sigmaSqA, std::span<const double> sigmaSqB,
                             RiskKind kind);

/// A risk that knows nothing: a random permutation of 0 .. pairs - 1, the baseline any risk has to beat.
/// Determinism: the same for a seed on every platform.
std::vector<double> randomRisk(std::size_t pairs, std::uint64_t seed);

/// `count` discard fractions evenly from 0 to `last`, both included.
/// Throws: std::invalid_argument (fewer than two, `last` outside (0, 1]).
std::vector<double> discardFractions(std::size_t count, double last);

struct RiskRow {
    double discard = 0;        ///< fraction asked to be discarded
    double riskThreshold = 0;  ///< percentile (1 - discard) of the risks; pairs at most at it are kept
    std::size_t kept = 0;
    std::size_t total = 0;
    double accuracy = 0;   ///< NaN when `problem` is not empty
    double threshold = 0;  ///< mean over the folds; NaN when `problem` is not empty
    std::string problem;   ///< why the pairs kept cannot be cross-validated, or ""

    bool measured() const { return problem.empty(); }
};

/// Cross-validated accuracy inside the pairs whose risk is at most the percentile (1 - r) 100, for every r
/// asked. Pairs whose risk equals the percentile are all kept, so with ties fewer are discarded than asked.
/// Of a list of which pairs are missing, `places` keeps its folds where nothing is discarded.
/// Throws: std::invalid_argument (lengths differ, no pairs, r outside [0, 1]), std::domain_error (not
/// finite). Source: the risk-controlled protocol of ProbFace and its evaluation code. Cost: O(n log n) once,
/// then O(n folds) per fraction.
std::vector<RiskRow> riskControlledAccuracy(std::span<const double> scores, SameFlags same,
                                            std::span<const double> risk, std::span<const double> discards,
                                            std::size_t folds = kVerificationFolds,
                                            const ListedPlaces& places = {});

struct RandomDiscardOptions {
    std::uint64_t seed = 1;
    std::size_t repeats = 20;
    ListedPlaces places = {};  ///< as of riskControlledAccuracy
};

/// riskControlledAccuracy with pairs discarded at random: accuracy and threshold are means over several
/// draws, `problem` is the first one's, and there is no risk threshold (NaN). Throws: as
/// riskControlledAccuracy; no repeats. Determinism: the same for a seed on every platform.
std::vector<RiskRow> randomDiscardAccuracy(std::span<const double> scores, SameFlags same,
                                           std::span<const double> discards,
                                           const RandomDiscardOptions& options = {},
                                           std::size_t folds = kVerificationFolds);

}  // namespace pf
