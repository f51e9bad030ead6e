// Similarity of two Gaussian faces from plain float rows, accumulated in double. Higher means more alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace pf {

enum class PairScoreKind {
    Cosine,                   ///< mu_a . mu_b / (|mu_a| |mu_b|)
    Mls,                      ///< -L, the mutual likelihood score
    DistanceTerm,             ///< -A, its distance term
    NegativeSquaredDistance,  ///< -|mu_a - mu_b|²
};

/// As files name it: "cosine", "mls", "attention" (the distance term) or "negative_squared_distance".
std::string_view pairScoreKindName(PairScoreKind kind);
/// The kind of such a name, or of "distance_term". Throws: std::invalid_argument listing the names.
PairScoreKind pairScoreKindOf(std::string_view name);

/// One face: a Gaussian N(mu, diag sigma²).
struct FaceRow {
    std::span<const float> mu;       ///< [D], unit length
    std::span<const float> sigmaSq;  ///< [1] or [D], positive; may be empty for the cosine
};

/// Cosine of two embeddings. Range: [-1, 1]. Throws: std::invalid_argument (different or zero sizes),
/// std::domain_error (a row of zeros or a value that is not finite).
double cosineScore(std::span<const float> muA, std::span<const float> muB);

/// The mutual likelihood score: scalar sigma² gives -(A + log S), a vector sigma² the mean over d of
/// -[(mu_a - mu_b)² / (1e-10 + s_a + s_b) + log(s_a + s_b)].
/// Throws: std::invalid_argument (sizes that do not fit), std::domain_error (sigma² not positive and finite,
/// mu not of unit length within 1e-3). Source: PFE, equation 3, without its constant factor.
double mlsScore(const FaceRow& a, const FaceRow& b);

/// Minus the distance term of the MLS: -2 (1 - cos) / (1e-10 + s_a + s_b), or the mean over d for a vector
/// sigma². Throws: as mlsScore.
double distanceTermScore(const FaceRow& a, const FaceRow& b);

/// Minus the squared Euclidean distance of two embeddings, -sum_d (mu_a - mu_b)².
/// Range: [-4, 0] for rows of length 1. Throws: std::invalid_argument (different or zero sizes),
/// std::domain_error (a value that is not finite).
double negativeSquaredDistance(std::span<const float> muA, std::span<const float> muB);

/// The score of a kind. Throws: as the function of that kind.
double pairScore(PairScoreKind kind, const FaceRow& a, const FaceRow& b);

/// What two faces score and what their MLS is made of; NaN for what is not known.
struct PairScore {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

    double cosine = kUnknown;
    double mls = kUnknown;              ///< -(distanceTerm + logVarianceTerm)
    double distanceTerm = kUnknown;     ///< A: the squared distance over the summed variance
    double logVarianceTerm = kUnknown;  ///< log S, S the summed variance
    double sigmaSqA = kUnknown;         ///< one number, see geometricMeanSigmaSq
    double sigmaSqB = kUnknown;

    bool knowsTerms() const { return logVarianceTerm == logVarianceTerm; }
};

/// The same of two faces with sigma². Throws: as mlsScore.
PairScore pairScoreOf(const FaceRow& a, const FaceRow& b);

/// Many faces in rows.
struct FaceRows {
    std::span<const float> mu;       ///< [N, dim]
    std::span<const float> sigmaSq;  ///< [N, sigmaDim]; may be empty for the cosine
    std::size_t dim = 0;
    std::size_t sigmaDim = 0;  ///< 1 or dim; 0 when there is no sigma²

    FaceRow row(std::size_t index) const;
};

/// Scores of the pairs of rows (a[i], b[i]). Throws: as the single-pair functions, naming the pair;
/// std::invalid_argument for a row that is not there. Cost: O(P dim) time on all cores, no memory beyond the
/// result, also for a vector sigma².
std::vector<double> scorePairs(PairScoreKind kind, const FaceRows& faces, std::span<const std::uint32_t> a,
                               std::span<const std::uint32_t> b);

/// One number for a face: sigma² itself when scalar, else the geometric mean exp(mean_d log sigma²).
/// Throws: std::invalid_argument (empty), std::domain_error (not positive and finite).
double geometricMeanSigmaSq(std::span<const float> sigmaSq);

/// geometricMeanSigmaSq of every row of [N, sigmaDim].
std::vector<double> geometricMeanSigmaSqRows(std::span<const float> sigmaSq, std::size_t sigmaDim);

}  // namespace pf
