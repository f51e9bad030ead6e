#include "core/metrics/template_fusion.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/metrics/input_checks.h"

namespace pf {
namespace {

constexpr double kVarianceFloor = 1e-10;  // as in mlsScore
constexpr double kUnitTolerance = 1e-3;

void requireFusable(const FaceRows& faces, std::span<const std::uint32_t> rows, const TemplateFusion& fusion,
                    std::span<const float> mu, std::span<const float> sigmaSq) {
    detail::refuseIf(rows.empty(), "a template without images cannot be fused: leave it out");
    const bool needsSigma = fusion.kind == FusionKind::PfeFuse;
    detail::refuseIf(faces.dim == 0 || (faces.sigmaDim > 1 && faces.sigmaDim != faces.dim) ||
                         (faces.sigmaDim == 0 && needsSigma),
                     "mu of ", faces.dim, " and sigma² of ", faces.sigmaDim,
                     " values cannot be fused: sigma² needs 1 value or one per dimension");
    detail::refuseIf(mu.size() != faces.dim || sigmaSq.size() != faces.sigmaDim, "room for mu of ", mu.size(),
                     " and sigma² of ", sigmaSq.size(), " values, but the images have ", faces.dim, " and ",
                     faces.sigmaDim);
    std::size_t count = faces.mu.size() / faces.dim;
    if (faces.sigmaDim > 0) {
        count = std::min(count, faces.sigmaSq.size() / faces.sigmaDim);
    }
    const auto beyond = std::find_if(rows.begin(), rows.end(), [&](auto row) { return row >= count; });
    if (beyond != rows.end()) {
        throw std::invalid_argument(messageFrom("row ", *beyond, " is not among the ", count, " embeddings"));
    }
    if (fusion.kind == FusionKind::PfeFuse &&
        !(fusion.temperature > 0 && std::isfinite(fusion.temperature))) {
        throw std::invalid_argument("the temperature of PFE_fuse is " + formatNumber(fusion.temperature) +
                                    ": it must be positive and finite (0.5, 1 and 2 are usual)");
    }
}

void requireValues(const FaceRow& face, std::uint32_t row) {
    for (const float value : face.sigmaSq) {
        if (!(value > 0.0F) || !std::isfinite(value)) {
            throw std::domain_error(
                messageFrom("row ", row, " has a sigma² of ", formatFloat(value),
                            ": it must be positive and finite (is it log sigma²? then take exp)"));
        }
    }
    for (const float value : face.mu) {
        if (!std::isfinite(value)) {
            throw std::domain_error(
                messageFrom("mu of row ", row, " has a value that is not finite: embed the image again"));
        }
    }
}

/// Attention of every image in dimension d of sigma², into `attention`.
void computeAttention(const FaceRows& faces, std::span<const std::uint32_t> rows, std::size_t d,
                      const TemplateFusion& fusion, std::vector<double>& attention) {
    if (fusion.kind == FusionKind::Mean) {
        std::fill(attention.begin(), attention.end(), 1.0 / static_cast<double>(rows.size()));
        return;
    }
    for (std::size_t k = 0; k < rows.size(); ++k) {
        attention[k] = -std::log(static_cast<double>(faces.row(rows[k]).sigmaSq[d]));
    }
    // Relative to the most certain image, and before the division: neither exp nor a tiny T can overflow.
    const double best = *std::max_element(attention.begin(), attention.end());
    double sum = 0;
    for (double& value : attention) {
        value = std::exp((value - best) / fusion.temperature);
        sum += value;
    }
    for (double& value : attention) {
        value /= sum;
    }
}

void normaliseInto(std::span<const double> sums, std::span<float> mu) {
    double square = 0;
    for (const double value : sums) {
        square += value * value;
    }
    const double length = std::sqrt(square);
    // Below it the direction is what rounding left of vectors that cancel each other.
    constexpr double kShortestMean = 1e-6;
    if (!(length > kShortestMean)) {
        throw std::domain_error(
            "the images' mu cancel each other, and their mean has no direction: check that they show one "
            "person");
    }
    for (std::size_t d = 0; d < mu.size(); ++d) {
        mu[d] = static_cast<float>(sums[d] / length);
    }
}

/// mu_a . mu_b in four sums side by side: one sum would wait for itself at every step.
double dotProduct(std::span<const float> a, std::span<const float> b) {
    constexpr std::size_t kSums = 4;
    std::array<double, kSums> sums{};
    std::size_t d = 0;
    for (; d + kSums <= a.size(); d += kSums) {
        for (std::size_t i = 0; i < kSums; ++i) {
            sums[i] += static_cast<double>(a[d + i]) * b[d + i];
        }
    }
    double rest = 0;
    for (; d < a.size(); ++d) {
        rest += static_cast<double>(a[d]) * b[d];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

}  // namespace

std::string templateFusionName(const TemplateFusion& fusion) {
    switch (fusion.kind) {
        case FusionKind::Mean:
            return "mean";
        case FusionKind::PfeFuse:
            return "PFE_fuse T=" + formatNumber(fusion.temperature);
    }
    throw std::invalid_argument("unknown kind of fusion: use mean or PFE_fuse");
}

void fuseTemplate(const FaceRows& faces, std::span<const std::uint32_t> rows, const TemplateFusion& fusion,
                  std::span<float> mu, std::span<float> sigmaSq) {
    requireFusable(faces, rows, fusion, mu, sigmaSq);
    for (const auto row : rows) {
        requireValues(faces.row(row), row);
    }
    if (rows.size() == 1) {
        const FaceRow only = faces.row(rows[0]);
        std::copy(only.mu.begin(), only.mu.end(), mu.begin());
        std::copy(only.sigmaSq.begin(), only.sigmaSq.end(), sigmaSq.begin());
        return;
    }
    std::vector<double> sums(faces.dim, 0.0);
    std::vector<double> attention(rows.size());
    const bool isVector = faces.sigmaDim > 1;
    for (std::size_t s = 0; s < std::max<std::size_t>(1, faces.sigmaDim); ++s) {
        computeAttention(faces, rows, s, fusion, attention);
        const std::size_t begin = isVector ? s : 0;
        const std::size_t end = isVector ? s + 1 : faces.dim;
        double variance = 0;
        for (std::size_t k = 0; k < rows.size(); ++k) {
            const FaceRow face = faces.row(rows[k]);
            variance += faces.sigmaDim > 0 ? attention[k] * face.sigmaSq[s] : 0;
            for (std::size_t d = begin; d < end; ++d) {
                sums[d] += attention[k] * face.mu[d];
            }
        }
        if (faces.sigmaDim > 0) {
            sigmaSq[s] = static_cast<float>(variance);
        }
    }
    normaliseInto(sums, mu);
}

TemplateMatcher::TemplateMatcher(PairScoreKind match, const FaceRows& templates)
    : match_(match), rows_(templates) {
    const std::size_t count = rows_.dim == 0 ? 0 : rows_.mu.size() / rows_.dim;
    lengths_.reserve(count);
    for (std::size_t row = 0; row < count; ++row) {
        const FaceRow face = rows_.row(row);
        const double length = std::sqrt(dotProduct(face.mu, face.mu));
        // The MLS asks more of a row, and its own check words it best.
        const bool isSound =
            std::isfinite(length) && (match_ != PairScoreKind::Mls ||
                                      (std::abs(length - 1.0) < kUnitTolerance && face.sigmaSq.size() == 1 &&
                                       face.sigmaSq[0] > 0.0F && std::isfinite(face.sigmaSq[0])));
        lengths_.push_back(isSound ? length : 0.0);
    }
}

double TemplateMatcher::score(std::size_t a, std::size_t b) const {
    const FaceRow faceA = rows_.row(a);
    const FaceRow faceB = rows_.row(b);
    const double lengths = lengths_[a] * lengths_[b];
    if (lengths == 0.0 || (match_ != PairScoreKind::Cosine && match_ != PairScoreKind::Mls)) {
        return pairScore(match_, faceA, faceB);
    }
    const double dot = dotProduct(faceA.mu, faceB.mu);
    if (match_ == PairScoreKind::Cosine) {
        return std::clamp(dot / lengths, -1.0, 1.0);
    }
    const double sum = static_cast<double>(faceA.sigmaSq[0]) + faceB.sigmaSq[0];
    return -(2.0 * (1.0 - dot) / (kVarianceFloor + sum) + std::log(sum));
}

}  // namespace pf
