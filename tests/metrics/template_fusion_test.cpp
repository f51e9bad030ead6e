#include "core/metrics/template_fusion.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace pf {
namespace {

constexpr TemplateFusion kMean{FusionKind::Mean, 1.0};

TemplateFusion pfe(double temperature) {
    return {FusionKind::PfeFuse, temperature};
}

struct Fused {
    std::vector<float> mu;
    std::vector<float> sigmaSq;
};

struct Images {
    std::vector<float> mu;
    std::vector<float> sigmaSq;
    std::size_t dim = 2;
    std::size_t sigmaDim = 1;

    FaceRows rows() const { return {mu, sigmaSq, dim, sigmaDim}; }

    Fused fuse(const TemplateFusion& fusion, const std::vector<std::uint32_t>& which) const {
        Fused fused{std::vector<float>(dim), std::vector<float>(sigmaDim)};
        fuseTemplate(rows(), which, fusion, fused.mu, fused.sigmaSq);
        return fused;
    }
};

/// Two images at right angles; the first is four times as certain.
Images twoImages() {
    return {{1, 0, 0, 1}, {1, 4}};
}

TEST(TemplateFusion, TheMeanIsTheNormalisedMean) {
    const auto fused = twoImages().fuse(kMean, {0, 1});
    EXPECT_FLOAT_EQ(fused.mu[0], static_cast<float>(std::sqrt(0.5)));
    EXPECT_FLOAT_EQ(fused.mu[1], static_cast<float>(std::sqrt(0.5)));
    EXPECT_FLOAT_EQ(fused.sigmaSq[0], 2.5F);
}

TEST(TemplateFusion, PfeFuseByHand) {
    // Attention ratios (4 / 1)^(1/T): 16, 4 and 2; mu is in the direction (ratio, 1).
    for (const auto& [temperature, ratio] : {std::pair{0.5, 16.0}, {1.0, 4.0}, {2.0, 2.0}}) {
        const auto fused = twoImages().fuse(pfe(temperature), {0, 1});
        const double length = std::sqrt(ratio * ratio + 1);
        EXPECT_NEAR(fused.mu[0], ratio / length, 1e-6) << temperature;
        EXPECT_NEAR(fused.mu[1], 1 / length, 1e-6) << temperature;
        EXPECT_NEAR(fused.sigmaSq[0], (ratio * 1 + 4) / (ratio + 1), 1e-6) << temperature;
    }
    // For T = 1 the sum is the harmonic mean: 2 / (1/1 + 1/4).
    EXPECT_FLOAT_EQ(twoImages().fuse(pfe(1), {0, 1}).sigmaSq[0], 1.6F);
}

TEST(TemplateFusion, EveryDimensionOfAVectorSigmaHasItsOwnAttention) {
    const Images images{{1, 0, 0, 1}, {1, 3, 4, 1}, 2, 2};
    // d = 0: a = (4, 1) / 5, mu 0.8, sigma² 0.8 + 0.8; d = 1: a = (1, 3) / 4, mu 0.75, sigma² 0.75 + 0.75.
    const auto fused = images.fuse(pfe(1), {0, 1});
    const double length = std::hypot(0.8, 0.75);
    EXPECT_NEAR(fused.mu[0], 0.8 / length, 1e-6);
    EXPECT_NEAR(fused.mu[1], 0.75 / length, 1e-6);
    EXPECT_NEAR(fused.sigmaSq[0], 1.6, 1e-6);
    EXPECT_NEAR(fused.sigmaSq[1], 1.5, 1e-6);
    const auto mean = images.fuse(kMean, {0, 1});
    EXPECT_FLOAT_EQ(mean.sigmaSq[0], 2.5F);
    EXPECT_FLOAT_EQ(mean.sigmaSq[1], 2.0F);
}

TEST(TemplateFusion, EqualSigmaIsTheMean) {
    const Images images{{1, 0, 0, 1, 0.6F, 0.8F}, {0.3F, 0.3F, 0.3F}};
    const auto mean = images.fuse(kMean, {0, 1, 2});
    for (const double temperature : {0.5, 1.0, 2.0}) {
        const auto fused = images.fuse(pfe(temperature), {0, 1, 2});
        EXPECT_EQ(fused.mu, mean.mu) << temperature;
        EXPECT_FLOAT_EQ(fused.sigmaSq[0], 0.3F) << temperature;
    }
}

TEST(TemplateFusion, ATinySigmaDominates) {
    const Images images{{1, 0, 0, 1, 0.6F, -0.8F}, {0.5F, 1e-9F, 0.5F}};
    const auto fused = images.fuse(pfe(1), {0, 1, 2});
    EXPECT_NEAR(fused.mu[0], 0, 1e-6);
    EXPECT_NEAR(fused.mu[1], 1, 1e-6);
    EXPECT_NEAR(fused.sigmaSq[0], 3e-9, 1e-12);  // 1e-9 + 2 * 2e-9 * 0.5
}

TEST(TemplateFusion, SigmaOfEverySizeStaysFinite) {
    Images images{{0.6F, 0.8F, 0.8F, 0.6F, 1, 0, 0, 1}, {1e-12F, 1e12F, 1e-38F, 3e38F}};
    for (const std::size_t sigmaDim : {std::size_t{1}, std::size_t{2}}) {
        images.sigmaDim = sigmaDim;
        const std::vector<std::uint32_t> which =
            sigmaDim == 1 ? std::vector<std::uint32_t>{0, 1, 2, 3} : std::vector<std::uint32_t>{0, 1};
        for (const double temperature : {1e-300, 0.01, 0.5, 1.0, 2.0, 1e300}) {
            const auto fused = images.fuse(pfe(temperature), which);
            EXPECT_NEAR(std::hypot(fused.mu[0], fused.mu[1]), 1, 1e-6) << temperature;
            for (const float value : fused.sigmaSq) {
                EXPECT_TRUE(std::isfinite(value) && value > 0) << temperature << ": " << value;
            }
        }
    }
    images.sigmaDim = 1;
    // 1e-12 against 1e12, T = 0.5: the second has an attention of 1e-48 and no say.
    const auto fused = images.fuse(pfe(0.5), {0, 1});
    EXPECT_FLOAT_EQ(fused.mu[0], 0.6F);
    EXPECT_FLOAT_EQ(fused.mu[1], 0.8F);
    EXPECT_FLOAT_EQ(fused.sigmaSq[0], 1e-12F);
}

TEST(TemplateFusion, AnExtremeTemperatureIsTheBestImageOrTheMean) {
    EXPECT_EQ(twoImages().fuse(pfe(1e-3), {0, 1}).mu, (std::vector<float>{1, 0}));
    EXPECT_NEAR(twoImages().fuse(pfe(1e9), {0, 1}).sigmaSq[0], 2.5, 1e-6);
}

TEST(TemplateFusion, OneImageIsThatImage) {
    const Images images{{0.6004F, 0.8F, 0, 1}, {0.1F, 7}};
    for (const auto& fusion : {kMean, pfe(0.5), pfe(2)}) {
        const auto fused = images.fuse(fusion, {0});
        EXPECT_EQ(fused.mu, (std::vector<float>{0.6004F, 0.8F}));
        EXPECT_EQ(fused.sigmaSq, (std::vector<float>{0.1F}));
    }
}

TEST(TemplateFusion, RefusesWhatCannotBeFused) {
    const auto images = twoImages();
    EXPECT_THROW(images.fuse(kMean, {}), std::invalid_argument);
    EXPECT_THROW(images.fuse(kMean, {0, 2}), std::invalid_argument);
    EXPECT_THROW(images.fuse(pfe(0), {0, 1}), std::invalid_argument);
    EXPECT_THROW(images.fuse(pfe(std::nan("")), {0, 1}), std::invalid_argument);
    std::array<float, 3> tooLong{};
    std::array<float, 1> sigma{};
    const std::array<std::uint32_t, 1> first = {0};
    EXPECT_THROW(fuseTemplate(images.rows(), first, kMean, tooLong, sigma), std::invalid_argument);

    const float infinity = std::numeric_limits<float>::infinity();
    for (const float bad : {0.0F, -1.0F, infinity, std::nanf("")}) {
        EXPECT_THROW((Images{{1, 0, 0, 1}, {1, bad}}.fuse(pfe(1), {0, 1})), std::domain_error) << bad;
    }
    EXPECT_THROW((Images{{1, 0, std::nanf(""), 1}, {1, 1}}.fuse(kMean, {0, 1})), std::domain_error);
    EXPECT_THROW((Images{{1, 0, -1, 0}, {1, 1}}.fuse(kMean, {0, 1})), std::domain_error);
    EXPECT_NO_THROW((Images{{1, 0, -1, 0}, {1, 2}}.fuse(pfe(1), {0, 1})));
}

TEST(TemplateMatching, ScoresByHand) {
    const std::vector<float> east = {1, 0};
    const std::vector<float> slanted = {0.6F, 0.8F};
    const std::vector<float> half = {0.5F};
    const FaceRow a{east, half};
    const FaceRow b{slanted, half};
    EXPECT_NEAR(pairScore(PairScoreKind::Cosine, a, b), 0.6, 1e-6);
    EXPECT_NEAR(pairScore(PairScoreKind::NegativeSquaredDistance, a, b), -0.8, 1e-6);
    EXPECT_NEAR(pairScore(PairScoreKind::Mls, a, b), -0.8, 1e-6);  // S = 1, log S = 0
    EXPECT_EQ(pairScore(PairScoreKind::NegativeSquaredDistance, a, a), 0.0);
    const std::vector<float> longer = {1, 0, 0};
    EXPECT_THROW(negativeSquaredDistance(east, longer), std::invalid_argument);
    const std::vector<float> broken = {std::nanf(""), 0};
    EXPECT_THROW(negativeSquaredDistance(east, broken), std::domain_error);
}

TEST(TemplateMatching, TheMatcherOfManyPairsAgreesWithThePair) {
    for (const std::size_t dim : {std::size_t{3}, std::size_t{8}, std::size_t{13}}) {
        for (const std::size_t sigmaDim : {std::size_t{1}, dim}) {
            Images images{{}, {}, dim, sigmaDim};
            for (std::size_t row = 0; row < 6; ++row) {
                double square = 0;
                std::vector<double> mu(dim);
                for (std::size_t d = 0; d < dim; ++d) {
                    mu[d] = std::sin(1.0 + 7.0 * static_cast<double>(row * dim + d));
                    square += mu[d] * mu[d];
                }
                for (const double value : mu) {
                    images.mu.push_back(static_cast<float>(value / std::sqrt(square)));
                }
                for (std::size_t d = 0; d < sigmaDim; ++d) {
                    images.sigmaSq.push_back(0.05F + 0.01F * static_cast<float>(row + d));
                }
            }
            for (const auto match :
                 {PairScoreKind::Cosine, PairScoreKind::NegativeSquaredDistance, PairScoreKind::Mls}) {
                const auto rows = images.rows();
                const TemplateMatcher matcher(match, rows);
                for (std::size_t a = 0; a < 6; ++a) {
                    for (std::size_t b = 0; b < 6; ++b) {
                        EXPECT_NEAR(matcher.score(a, b), pairScore(match, rows.row(a), rows.row(b)), 1e-12)
                            << pairScoreKindName(match) << " in " << dim << " dimensions";
                    }
                }
            }
        }
    }
}

TEST(TemplateMatching, TheMatcherRefusesWhatThePairRefuses) {
    const Images zero{{1, 0, 0, 0}, {1, 1}};
    EXPECT_THROW(TemplateMatcher(PairScoreKind::Cosine, zero.rows()).score(0, 1), std::domain_error);
    const Images longer{{1, 0, 0, 1.1F}, {1, 1}};
    EXPECT_NO_THROW(TemplateMatcher(PairScoreKind::Cosine, longer.rows()).score(0, 1));
    EXPECT_THROW(TemplateMatcher(PairScoreKind::Mls, longer.rows()).score(0, 1), std::domain_error);
    const Images flat{{1, 0, 0, 1}, {1, 0}};
    EXPECT_THROW(TemplateMatcher(PairScoreKind::Mls, flat.rows()).score(0, 1), std::domain_error);
    const Images broken{{1, 0, std::nanf(""), 1}, {1, 1}};
    EXPECT_THROW(TemplateMatcher(PairScoreKind::Cosine, broken.rows()).score(0, 1), std::domain_error);
}

TEST(TemplateNames, AreWhatReportsPrint) {
    EXPECT_EQ(templateFusionName(kMean), "mean");
    EXPECT_EQ(templateFusionName(pfe(0.5)), "PFE_fuse T=0.5");
    EXPECT_EQ(templateFusionName(pfe(2)), "PFE_fuse T=2");
}

}  // namespace
}  // namespace pf
