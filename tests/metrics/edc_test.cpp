#include "core/metrics/edc.h"

#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/metrics/risk.h"
#include "core/metrics/roc.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using test::PairData;
using ::testing::HasSubstr;

const std::vector<double> kScores = {0.9, 0.8, 0.3, 0.2, 0.5, 0.4, 0.1, 0.0};
const std::vector<std::uint8_t> kSame = {1, 1, 1, 1, 0, 0, 0, 0};
const std::vector<double> kRisk = {1, 2, 4, 4, 1, 3, 2, 3};

TEST(Edc, ByHand) {
    // The threshold is the highest impostor score, 0.5. Groups of risk 4, 3, 2 leave in turn.
    const EdcCurve curve = test::edcAtFmr(kScores, kSame, kRisk, 0.25);
    EXPECT_EQ(curve.fixed().threshold, 0.5);
    const std::vector<EdcPoint> points = test::pointsOf(curve, kRisk);
    ASSERT_EQ(points.size(), 4U);
    const double discard[] = {0, 0.25, 0.5, 0.75};
    const std::size_t genuine[] = {4, 2, 2, 1};
    const double fnmr[] = {0.5, 0, 0, 0};
    const double fmr[] = {0.25, 0.25, 0.5, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(points[i].discardFraction, discard[i]);
        EXPECT_EQ(points[i].riskThreshold, static_cast<double>(4 - i));
        EXPECT_EQ(points[i].genuineKept, genuine[i]);
        EXPECT_EQ(points[i].fnmr, fnmr[i]);
        EXPECT_EQ(points[i].fmr, fmr[i]);
    }
    EXPECT_EQ(points[0].falseNonMatches, 2U);
    EXPECT_EQ(points[0].falseMatches, 1U);
    EXPECT_DOUBLE_EQ(curve.partialArea(0.2), 0.1);
    EXPECT_DOUBLE_EQ(curve.partialArea(0.3), 0.125);
    EXPECT_DOUBLE_EQ(curve.partialArea(1.0), 0.125);
}

TEST(Edc, IsAStepBetweenItsPoints) {
    const EdcCurve curve = test::edcAtFmr(kScores, kSame, kRisk, 0.25);
    EXPECT_EQ(curve.at(0.0).fnmr, 0.5);
    EXPECT_EQ(curve.at(0.2499).fnmr, 0.5);
    EXPECT_EQ(curve.at(0.25).fnmr, 0.0);
    EXPECT_EQ(curve.at(1.0).kept, 2U);
    EXPECT_THROW(curve.at(1.1), std::invalid_argument);
    EXPECT_THROW(curve.partialArea(0.0), std::invalid_argument);
    EXPECT_THROW(curve.partialArea(2.0), std::invalid_argument);
}

TEST(Edc, AllRisksEqualIsOnePoint) {
    const EdcCurve curve = test::edcAtFmr(kScores, kSame, std::vector<double>(8, 1.0), 0.25);
    EXPECT_EQ(curve.at(1.0).kept, 8U);
    EXPECT_EQ(curve.at(0.9).fnmr, 0.5);
    EXPECT_DOUBLE_EQ(curve.partialArea(0.3), 0.15);
    EXPECT_DOUBLE_EQ(curve.partialArea(1.0), 0.5);
}

TEST(Edc, HoldsItsLastRateOnceNoSuchPairRemains) {
    // All genuine pairs leave before any impostor does; the last one is a false non-match.
    const std::vector<double> risk = {8, 7, 6, 5, 4, 3, 2, 1};
    const EdcCurve curve = test::edcAtFmr(kScores, kSame, risk, 0.25);
    const std::vector<EdcPoint> points = test::pointsOf(curve, risk);
    ASSERT_EQ(points.size(), 8U);
    EXPECT_EQ(points[3].genuineKept, 1U);
    EXPECT_EQ(points[3].fnmr, 1.0);
    EXPECT_EQ(points[4].genuineKept, 0U);
    EXPECT_EQ(points[4].fnmr, 1.0);
    EXPECT_EQ(points[4].fmr, 0.25);
    EXPECT_EQ(points[5].fmr, 0.0);
}

TEST(Edc, StartsAtTheRocAndCountsTheRest) {
    const PairData data = test::randomPairs(800, 6, 0.05);
    const EdcCurve curve = test::edcAtFmr(data.scores, data.same, data.risk, 0.01);
    const std::vector<EdcPoint> points = test::pointsOf(curve, data.risk);
    const RocPoint start = RocCurve(data.scores, data.same).at(curve.fixed().threshold);
    EXPECT_DOUBLE_EQ(points[0].fnmr, 1 - start.tmr);
    EXPECT_DOUBLE_EQ(points[0].fmr, start.fmr);
    EXPECT_EQ(start.fmr, curve.fixed().fmr);
    const auto impostors = static_cast<double>(std::count(data.same.begin(), data.same.end(), 0));
    EXPECT_LE(start.fmr, std::round(0.01 * impostors) / impostors)
        << "many tie, and never more are accepted than asked";
    for (const EdcPoint& point : points) {
        std::size_t genuine = 0;
        std::size_t rejected = 0;
        for (std::size_t i = 0; i < 800; ++i) {
            if (data.risk[i] <= point.riskThreshold && data.same[i] != 0) {
                ++genuine;
                rejected += data.scores[i] < curve.fixed().threshold ? 1 : 0;
            }
        }
        EXPECT_EQ(point.genuineKept, genuine);
        EXPECT_EQ(point.falseNonMatches, rejected);
    }
}

TEST(Edc, RandomRiskStaysLevelOnAverage) {
    const PairData data = test::randomPairs(1000, 31, 1e-6);
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        sum += test::edcAtFmr(data.scores, data.same, randomRisk(1000, seed), 0.1).at(0.3).fnmr / 50;
    }
    const double start = test::edcAtFmr(data.scores, data.same, data.risk, 0.1).at(0.0).fnmr;
    EXPECT_GT(start, 0.2);
    EXPECT_NEAR(sum, start, 0.01);
}

TEST(Edc, RefusesBadInput) {
    EXPECT_THAT(
        messageOf<std::invalid_argument>([] { test::edcAtFmr(kScores, kSame, std::vector<double>{1}, 0.1); }),
        HasSubstr("1 risks but 8 scores"));
    EXPECT_THROW(test::edcAtFmr(kScores, std::vector<std::uint8_t>(8, 1), kRisk, 0.1), std::invalid_argument);
    EXPECT_THROW(test::edcAtFmr(kScores, std::vector<std::uint8_t>(8, 0), kRisk, 0.1), std::invalid_argument);
    EXPECT_THROW(test::edcAtFmr(kScores, kSame, kRisk, -0.1), std::invalid_argument);
    EXPECT_THROW(test::edcAtFmr({}, {}, {}, 0.1), std::invalid_argument);
    std::vector<double> risk = kRisk;
    risk[3] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THAT(messageOf<std::domain_error>([&] { test::edcAtFmr(kScores, kSame, risk, 0.1); }),
                HasSubstr("risk[3] is nan"));
}

TEST(Edc, KnowsWhetherErrorsHaveTheHigherRisks) {
    // False non-matches at risks 3 and 1, correct genuine pairs at 2 and 1: of four comparisons 2.5 are
    // right.
    const std::vector<double> scores = {0.1, 0.2, 0.8, 0.9, 0.0};
    const std::vector<std::uint8_t> same = {1, 1, 1, 1, 0};
    const std::vector<double> risk = {3, 1, 2, 1, 1};
    const EdcCurve curve(scores, same, risk, {.fmrTarget = 0, .threshold = 0.5});
    EXPECT_EQ(curve.at(0.0).falseNonMatches, 2U);
    EXPECT_EQ(curve.at(0.0).genuineKept, 4U);
    EXPECT_DOUBLE_EQ(curve.errorOrder().value(), 2.5 / 4);
    EXPECT_FALSE(curve.isConstant());
    const EdcCurve none(scores, same, risk, {.fmrTarget = 0, .threshold = 0.05});
    EXPECT_FALSE(none.errorOrder());
}

TEST(Edc, OfOneRiskForAllPairsIsFlat) {
    const std::vector<double> scores = {0.1, 0.9, 0.0, 0.8};
    const std::vector<std::uint8_t> same = {1, 1, 0, 1};
    const EdcCurve curve(scores, same, std::vector<double>(4, 0.5), {.fmrTarget = 0, .threshold = 0.5});
    EXPECT_TRUE(curve.isConstant());
    for (const double discard : {0.0, 0.3, 1.0}) {
        EXPECT_DOUBLE_EQ(curve.at(discard).fnmr, 1.0 / 3);
    }
    EXPECT_DOUBLE_EQ(curve.partialArea(0.3), 0.1);
}

}  // namespace
}  // namespace pf
