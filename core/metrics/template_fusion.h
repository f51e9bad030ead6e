// One Gaussian for the images of a template, and how alike two templates are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/metrics/pair_scores.h"

namespace pf {

enum class FusionKind {
    Mean,     ///< every image counts the same
    PfeFuse,  ///< certain images count more
};

/// How the images of a template become one face.
struct TemplateFusion {
    FusionKind kind = FusionKind::Mean;
    double temperature = 1.0;  ///< of PfeFuse: small trusts the most certain image, large nears the mean

    bool operator==(const TemplateFusion&) const = default;
};

/// "mean", or "PFE_fuse T=0.5".
std::string templateFusionName(const TemplateFusion& fusion);

/// Fuses the images `rows` of `faces` into one Gaussian, written to `mu` and `sigmaSq`.
/// Mean: mu = normalise(sum_k mu_k), sigma² = mean_k sigma²_k. PfeFuse: attention a_k proportional to
/// (1 / sigma²_k)^(1/T) with sum_k a_k = 1, mu = normalise(sum_k a_k mu_k), sigma² = sum_k a_k sigma²_k. Of a
/// vector sigma² every dimension has its own attention, which weights that dimension of mu and sigma² only.
/// A template of one image is that image, bit for bit.
/// Without sigma² there is only Mean, and only of mu.
/// Shapes: faces.mu [N, D], faces.sigmaSq [N, 1], [N, D] or empty; rows [K], K >= 1; mu [D]; sigmaSq as a row
/// of faces.sigmaSq. A row listed twice counts twice. Range: any positive sigma²: the attention is computed
/// from differences of log sigma², so that nothing overflows, and an image far less certain than the best one
/// gets an attention of 0. Throws: std::invalid_argument (no rows, a row that is not there, sizes that do not
/// fit, T not positive and finite), std::domain_error (sigma² not positive and finite, mu not finite, or a
/// sum of mu without direction). Source: PFE, fusion of conditionally independent Gaussians, with ProbFace's
/// temperature; sigma² is the attention's mean instead of PFE's product of Gaussians, so more images never
/// promise more certainty than the best of them has. Cost: O(K D) time, K + D doubles.
void fuseTemplate(const FaceRows& faces, std::span<const std::uint32_t> rows, const TemplateFusion& fusion,
                  std::span<float> mu, std::span<float> sigmaSq);

/// pairScore for millions of pairs of the same rows, e.g. of fused templates: what belongs to one row is
/// computed once.
class TemplateMatcher {
  public:
    /// Keeps views of the rows, which must outlive it and stay as they are. Cost: O(N D).
    TemplateMatcher(PairScoreKind match, const FaceRows& templates);

    /// The score of two rows, equal to pairScore but for rounding (1e-12, relative to the terms of the
    /// score). Throws: as pairScore. Cost: O(D), a third of pairScore for a scalar sigma².
    double score(std::size_t a, std::size_t b) const;

  private:
    PairScoreKind match_;
    FaceRows rows_;
    std::vector<double> lengths_;  ///< of mu; 0 for a row that only pairScore may judge
};

}  // namespace pf
