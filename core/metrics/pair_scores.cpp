#include "core/metrics/pair_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/metrics/input_checks.h"

namespace pf {
namespace {

constexpr double kVarianceFloor = 1e-10;  // keeps the distance finite, as in the paper's code
constexpr std::size_t kPairsPerThread = 2048;
constexpr double kUnitTolerance = 1e-3;  // wide enough for embeddings stored as half floats

/// By PairScoreKind.
constexpr std::array<std::string_view, 4> kKindNames = {"cosine", "mls", "attention",
                                                        "negative_squared_distance"};
constexpr const char* kUnknownKind =
    "unknown kind of score: use cosine, mls, distance_term or negative_squared_distance";

void requireComparable(std::span<const float> a, std::span<const float> b) {
    detail::refuseIf(a.size() != b.size() || a.empty(), "embeddings of ", a.size(), " and ", b.size(),
                     " values cannot be compared: use embeddings of one model");
}

struct DotProducts {
    double ab = 0;
    double aa = 0;
    double bb = 0;
};

DotProducts dotProducts(std::span<const float> a, std::span<const float> b) {
    requireComparable(a, b);
    DotProducts sums;
    for (std::size_t d = 0; d < a.size(); ++d) {
        const double x = a[d];
        const double y = b[d];
        sums.ab += x * y;
        sums.aa += x * x;
        sums.bb += y * y;
    }
    if (!std::isfinite(sums.aa) || !std::isfinite(sums.bb)) {
        throw std::domain_error("mu has a value that is not finite: embed the image again");
    }
    return sums;
}

void requireUnit(double squaredNorm) {
    if (std::abs(std::sqrt(squaredNorm) - 1.0) > kUnitTolerance) {
        throw std::domain_error("mu has length " + formatNumber(std::sqrt(squaredNorm)) +
                                " instead of 1: normalise the embeddings first");
    }
}

void requirePositive(std::span<const float> sigmaSq) {
    for (std::size_t d = 0; d < sigmaSq.size(); ++d) {
        if (!(sigmaSq[d] > 0.0F) || !std::isfinite(sigmaSq[d])) {
            throw std::domain_error(
                messageFrom("sigma²[", d, "] is ", formatFloat(sigmaSq[d]),
                            ": it must be positive and finite (is it log sigma²? then take exp)"));
        }
    }
}

struct MlsTerms {
    double distance = 0;     ///< A
    double logVariance = 0;  ///< log S
};

MlsTerms mlsTerms(const FaceRow& a, const FaceRow& b) {
    const DotProducts dots = dotProducts(a.mu, b.mu);
    requireUnit(dots.aa);
    requireUnit(dots.bb);
    const std::size_t dim = a.mu.size();
    detail::refuseIf(
        a.sigmaSq.size() != b.sigmaSq.size() || (a.sigmaSq.size() != 1 && a.sigmaSq.size() != dim),
        "sigma² of ", a.sigmaSq.size(), " and ", b.sigmaSq.size(), " values beside mu of ", dim,
        ": both faces need 1 value, or both ", dim);
    requirePositive(a.sigmaSq);
    requirePositive(b.sigmaSq);
    if (a.sigmaSq.size() == 1) {
        const double sum = static_cast<double>(a.sigmaSq[0]) + b.sigmaSq[0];
        return {2.0 * (1.0 - dots.ab) / (kVarianceFloor + sum), std::log(sum)};
    }
    MlsTerms terms;
    for (std::size_t d = 0; d < dim; ++d) {
        const double sum = static_cast<double>(a.sigmaSq[d]) + b.sigmaSq[d];
        const double difference = static_cast<double>(a.mu[d]) - b.mu[d];
        terms.distance += difference * difference / (kVarianceFloor + sum);
        terms.logVariance += std::log(sum);
    }
    terms.distance /= static_cast<double>(dim);
    terms.logVariance /= static_cast<double>(dim);
    return terms;
}

std::size_t rowCount(std::size_t values, std::size_t width, const char* name) {
    detail::refuseIf(width == 0 || values % width != 0, values, " values of ", name,
                     " do not divide into rows of ", width, ": check the array's shape");
    return values / width;
}

/// The number of rows, the same of mu and sigma².
std::size_t requireRows(const FaceRows& faces) {
    const std::size_t rows = rowCount(faces.mu.size(), faces.dim, "mu");
    if (!faces.sigmaSq.empty()) {
        const std::size_t sigmaRows = rowCount(faces.sigmaSq.size(), faces.sigmaDim, "sigma²");
        detail::refuseIf(sigmaRows != rows, rows, " rows of mu but ", sigmaRows,
                         " rows of sigma²: give one of each per image");
    }
    return rows;
}

double scoreOfPair(PairScoreKind kind, const FaceRows& faces, std::size_t pair, std::size_t a,
                   std::size_t b) {
    const auto place = [pair](const std::exception& error) {
        return "pair " + std::to_string(pair) + ": " + error.what();
    };
    try {
        return pairScore(kind, faces.row(a), faces.row(b));
    } catch (const std::domain_error& error) {
        throw std::domain_error(place(error));
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(place(error));
    }
}

}  // namespace

std::string_view pairScoreKindName(PairScoreKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    return index < kKindNames.size() ? kKindNames[index] : throw std::invalid_argument(kUnknownKind);
}

PairScoreKind pairScoreKindOf(std::string_view name) {
    if (name == "distance_term") {
        return PairScoreKind::DistanceTerm;
    }
    const auto found = std::ranges::find(kKindNames, name);
    return found != kKindNames.end() ? static_cast<PairScoreKind>(found - kKindNames.begin())
                                     : throw std::invalid_argument(kUnknownKind);
}

double cosineScore(std::span<const float> muA, std::span<const float> muB) {
    const DotProducts dots = dotProducts(muA, muB);
    if (dots.aa == 0.0 || dots.bb == 0.0) {
        throw std::domain_error(
            "mu is all zeros, which has no direction: embed the image again or leave it out");
    }
    return std::clamp(dots.ab / (std::sqrt(dots.aa) * std::sqrt(dots.bb)), -1.0, 1.0);
}

double mlsScore(const FaceRow& a, const FaceRow& b) {
    const MlsTerms terms = mlsTerms(a, b);
    return -(terms.distance + terms.logVariance);
}

double distanceTermScore(const FaceRow& a, const FaceRow& b) {
    return -mlsTerms(a, b).distance;
}

double negativeSquaredDistance(std::span<const float> muA, std::span<const float> muB) {
    requireComparable(muA, muB);
    double sum = 0;
    for (std::size_t d = 0; d < muA.size(); ++d) {
        const double difference = static_cast<double>(muA[d]) - muB[d];
        sum += difference * difference;
    }
    if (!std::isfinite(sum)) {
        throw std::domain_error("mu has a value that is not finite: embed the image again");
    }
    return -sum;
}

double pairScore(PairScoreKind kind, const FaceRow& a, const FaceRow& b) {
    switch (kind) {
        case PairScoreKind::Cosine:
            return cosineScore(a.mu, b.mu);
        case PairScoreKind::Mls:
            return mlsScore(a, b);
        case PairScoreKind::DistanceTerm:
            return distanceTermScore(a, b);
        case PairScoreKind::NegativeSquaredDistance:
            return negativeSquaredDistance(a.mu, b.mu);
    }
    throw std::invalid_argument(kUnknownKind);
}

PairScore pairScoreOf(const FaceRow& a, const FaceRow& b) {
    PairScore pair;
    pair.cosine = cosineScore(a.mu, b.mu);
    pair.mls = mlsScore(a, b);
    pair.distanceTerm = -distanceTermScore(a, b);
    pair.logVarianceTerm = -pair.mls - pair.distanceTerm;
    pair.sigmaSqA = geometricMeanSigmaSq(a.sigmaSq);
    pair.sigmaSqB = geometricMeanSigmaSq(b.sigmaSq);
    return pair;
}

FaceRow FaceRows::row(std::size_t index) const {
    const std::span<const float> sigma =
        sigmaSq.empty() ? sigmaSq : sigmaSq.subspan(index * sigmaDim, sigmaDim);
    return {mu.subspan(index * dim, dim), sigma};
}

std::vector<double> scorePairs(PairScoreKind kind, const FaceRows& faces, std::span<const std::uint32_t> a,
                               std::span<const std::uint32_t> b) {
    const std::size_t rows = requireRows(faces);
    detail::requireSameLength(a.size(), "first rows", b.size(), "second rows");
    std::vector<double> scores(a.size());
    forEachChunk(Chunks(a.size(), kPairsPerThread), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t pair = begin; pair < end; ++pair) {
            detail::refuseIf(a[pair] >= rows || b[pair] >= rows, "pair ", pair, " names row ",
                             std::max(a[pair], b[pair]), " of ", rows, ": rows are counted from 0");
            scores[pair] = scoreOfPair(kind, faces, pair, a[pair], b[pair]);
        }
    });
    return scores;
}

double geometricMeanSigmaSq(std::span<const float> sigmaSq) {
    detail::refuseIf(sigmaSq.empty(), "no sigma² to summarise: give 1 value or one per dimension");
    requirePositive(sigmaSq);
    if (sigmaSq.size() == 1) {
        return sigmaSq[0];
    }
    double logSum = 0;
    for (const float value : sigmaSq) {
        logSum += std::log(static_cast<double>(value));
    }
    return std::exp(logSum / static_cast<double>(sigmaSq.size()));
}

std::vector<double> geometricMeanSigmaSqRows(std::span<const float> sigmaSq, std::size_t sigmaDim) {
    std::vector<double> summary(rowCount(sigmaSq.size(), sigmaDim, "sigma²"));
    for (std::size_t row = 0; row < summary.size(); ++row) {
        try {
            summary[row] = geometricMeanSigmaSq(sigmaSq.subspan(row * sigmaDim, sigmaDim));
        } catch (const std::domain_error& error) {
            throw std::domain_error(messageFrom("row ", row, ": ", error.what()));
        }
    }
    return summary;
}

}  // namespace pf
