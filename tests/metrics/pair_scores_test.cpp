#include "core/metrics/pair_scores.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using ::testing::HasSubstr;

const std::vector<float> kEast = {1, 0};
const std::vector<float> kNorth = {0, 1};
const std::vector<float> kSigma = {0.25F};
const std::vector<float> kSigmaPair = {0.25F, 0.5F};

TEST(PairScores, CosineIgnoresLength) {
    const std::vector<float> a = {3, 4};
    const std::vector<float> b = {8, 6};
    EXPECT_DOUBLE_EQ(cosineScore(a, b), 48.0 / 50.0);
    EXPECT_DOUBLE_EQ(cosineScore(a, a), 1.0);
    EXPECT_DOUBLE_EQ(cosineScore(kEast, kNorth), 0.0);
}

TEST(PairScores, ScalarSigmaByHand) {
    // A = 2 (1 - 0) / 0.5 = 4, log S = log 0.5.
    const FaceRow a{kEast, kSigma};
    const FaceRow b{kNorth, kSigma};
    EXPECT_NEAR(distanceTermScore(a, b), -4.0, 1e-8);
    EXPECT_NEAR(mlsScore(a, b), -4.0 - std::log(0.5), 1e-8);
    EXPECT_NEAR(mlsScore(a, a), -std::log(0.5), 1e-12);
}

TEST(PairScores, VectorSigmaIsTheMeanOverDimensions) {
    // (1/0.5 + 1/1) / 2 = 1.5 and (log 0.5 + log 1) / 2.
    const FaceRow a{kEast, kSigmaPair};
    const FaceRow b{kNorth, kSigmaPair};
    EXPECT_NEAR(distanceTermScore(a, b), -1.5, 1e-8);
    EXPECT_NEAR(mlsScore(a, b), -1.5 - 0.5 * std::log(0.5), 1e-8);
}

TEST(PairScores, AreThoseOfTheRowsThatAPairNames) {
    const std::vector<float> mu = {1, 0, 0, 1, 0, 1, 0, 1};
    const std::vector<float> sigma = {0.25F, 0.25F, 0.5F, 0.5F};
    const FaceRows faces{mu, sigma, 2, 1};
    EXPECT_EQ(test::scoresOfRows(PairScoreKind::Cosine, faces), (std::vector<double>{0.0, 1.0}));
    const std::vector<double> distance = test::scoresOfRows(PairScoreKind::DistanceTerm, faces);
    EXPECT_NEAR(distance[0], -4.0, 1e-8);
    EXPECT_EQ(distance[1], 0.0);
    EXPECT_EQ(test::scoresOfRows(PairScoreKind::Mls, faces)[1], 0.0);
}

TEST(PairScores, OfOnePairAddUp) {
    const PairScore pair = pairScoreOf({kEast, kSigma}, {kNorth, kSigma});
    EXPECT_EQ(pair.cosine, 0.0);
    EXPECT_NEAR(pair.distanceTerm, 4.0, 1e-8);
    EXPECT_NEAR(pair.logVarianceTerm, std::log(0.5), 1e-8);
    EXPECT_EQ(pair.mls, mlsScore({kEast, kSigma}, {kNorth, kSigma}));
    EXPECT_EQ(pair.sigmaSqA, 0.25);
    EXPECT_TRUE(pair.knowsTerms());
    EXPECT_FALSE(PairScore{}.knowsTerms());
}

TEST(PairScores, KindsAreReadByTheirNamesInFilesAndByTheirOwn) {
    for (const auto kind : {PairScoreKind::Cosine, PairScoreKind::Mls, PairScoreKind::DistanceTerm,
                            PairScoreKind::NegativeSquaredDistance}) {
        EXPECT_EQ(pairScoreKindOf(pairScoreKindName(kind)), kind);
    }
    EXPECT_EQ(pairScoreKindOf("distance_term"), PairScoreKind::DistanceTerm);
    EXPECT_EQ(pairScoreKindName(PairScoreKind::DistanceTerm), "attention");
    EXPECT_THROW(pairScoreKindOf("distance"), std::invalid_argument);
}

TEST(PairScores, SummaryIsTheGeometricMean) {
    EXPECT_NEAR(geometricMeanSigmaSq(std::vector<float>{0.25F, 4.0F}), 1.0, 1e-12);
    EXPECT_EQ(geometricMeanSigmaSq(kSigma), 0.25);
    const std::vector<double> rows = geometricMeanSigmaSqRows(std::vector<float>{0.25F, 4.0F, 2.0F, 8.0F}, 2);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_NEAR(rows[1], 4.0, 1e-12);
}

TEST(PairScores, RefusesWhatCannotBeCompared) {
    const std::vector<float> three = {1, 0, 0};
    const std::vector<float> zeros = {0, 0};
    const std::vector<float> nan = {std::numeric_limits<float>::quiet_NaN(), 1};
    const std::vector<float> longMu = {2, 0};
    const std::vector<float> zeroSigma = {0};
    const std::vector<float> nanSigma = {std::numeric_limits<float>::quiet_NaN()};
    const std::vector<float> three3 = {1, 1, 1};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] { cosineScore(kEast, three); }), HasSubstr("2 and 3"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] { cosineScore({}, {}); }), HasSubstr("0 and 0"));
    EXPECT_THAT(messageOf<std::domain_error>([&] { cosineScore(kEast, zeros); }), HasSubstr("all zeros"));
    EXPECT_THAT(messageOf<std::domain_error>([&] { cosineScore(kEast, nan); }), HasSubstr("not finite"));
    EXPECT_THAT(messageOf<std::domain_error>([&] {
                    mlsScore({longMu, kSigma}, {kEast, kSigma});
                }),
                HasSubstr("normalise"));
    EXPECT_THAT(messageOf<std::domain_error>([&] {
                    mlsScore({kEast, zeroSigma}, {kEast, kSigma});
                }),
                HasSubstr("positive"));
    EXPECT_THAT(messageOf<std::domain_error>([&] {
                    mlsScore({kEast, kSigma}, {kEast, nanSigma});
                }),
                HasSubstr("positive"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    mlsScore({kEast, three3}, {kEast, three3});
                }),
                HasSubstr("both 2"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    mlsScore({kEast, {}}, {kEast, {}});
                }),
                HasSubstr("1 value"));
    EXPECT_THROW(geometricMeanSigmaSq({}), std::invalid_argument);
}

TEST(PairScores, ErrorsNameThePair) {
    const std::vector<float> mu = {1, 0, 0, 1, 0, 0, 0, 1};
    EXPECT_THAT(messageOf<std::domain_error>([&] {
                    test::scoresOfRows(PairScoreKind::Cosine, {mu, {}, 2, 0});
                }),
                HasSubstr("pair 1:"));
    const std::vector<std::uint32_t> first = {0};
    const std::vector<std::uint32_t> beyond = {4};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    scorePairs(PairScoreKind::Cosine, {mu, {}, 2, 0}, first, beyond);
                }),
                HasSubstr("names row 4 of 4"));
    EXPECT_THROW(test::scoresOfRows(PairScoreKind::Cosine, {mu, {}, 3, 0}), std::invalid_argument);
    EXPECT_THROW(test::scoresOfRows(PairScoreKind::Cosine, {mu, kSigma, 2, 1}), std::invalid_argument);
    EXPECT_THAT(messageOf<std::domain_error>([] {
                    geometricMeanSigmaSqRows(std::vector<float>{1.0F, -1.0F}, 1);
                }),
                HasSubstr("row 1:"));
}

}  // namespace
}  // namespace pf
