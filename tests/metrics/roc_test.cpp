#include "core/metrics/roc.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::PairData;

TEST(Roc, ByHand) {
    const std::vector<double> scores = {0.9, 0.7, 0.7, 0.5, 0.3};
    const std::vector<std::uint8_t> same = {1, 1, 0, 1, 0};
    const RocCurve curve(scores, same);
    EXPECT_EQ(curve.genuineCount(), 3U);
    EXPECT_EQ(curve.impostorCount(), 2U);
    const std::vector<RocPoint> points = test::pointsOf(curve);
    ASSERT_EQ(points.size(), 5U);
    EXPECT_GT(points[0].threshold, 0.9);
    const double expected[5][2] = {{0, 0}, {0, 1.0 / 3}, {0.5, 2.0 / 3}, {0.5, 1}, {1, 1}};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_DOUBLE_EQ(points[i].fmr, expected[i][0]);
        EXPECT_DOUBLE_EQ(points[i].tmr, expected[i][1]);
        EXPECT_EQ(curve.at(points[i].threshold).fmr, points[i].fmr);
        EXPECT_EQ(curve.at(points[i].threshold).tmr, points[i].tmr);
    }
    // 0.9 beats both, 0.7 ties one and beats one, 0.5 beats one: (2 + 1.5 + 1) / 6.
    EXPECT_DOUBLE_EQ(curve.areaUnderCurve(), 0.75);
    // FMR - FNMR goes from -2/3 to 1/6 between 0.9 and 0.7: crossing after 4/5 of the way.
    EXPECT_DOUBLE_EQ(curve.equalErrorRate().rate, 0.4);
    EXPECT_NEAR(curve.equalErrorRate().threshold, 0.74, 1e-12);
}

TEST(Roc, PerfectReversedAndAllEqual) {
    const std::vector<std::uint8_t> same = {1, 1, 0, 0};
    const RocCurve perfect(std::vector<double>{4, 3, 2, 1}, same);
    EXPECT_EQ(perfect.areaUnderCurve(), 1.0);
    EXPECT_EQ(perfect.equalErrorRate().rate, 0.0);
    const RocCurve reversed(std::vector<double>{1, 2, 3, 4}, same);
    EXPECT_EQ(reversed.areaUnderCurve(), 0.0);
    EXPECT_EQ(reversed.equalErrorRate().rate, 1.0);
    const RocCurve equal(std::vector<double>(4, 2.0), same);
    EXPECT_EQ(test::pointsOf(equal).size(), 2U);
    EXPECT_EQ(equal.areaUnderCurve(), 0.5);
    EXPECT_EQ(equal.equalErrorRate().rate, 0.5);
}

TEST(Roc, DoesNotChangeWithAMonotoneMapOfTheScores) {
    const PairData data = test::randomPairs(500, 4, 0.05);
    std::vector<double> mapped = data.scores;
    for (double& score : mapped) {
        score = std::exp(score) - 7;
    }
    const RocCurve a(data.scores, data.same);
    const RocCurve b(mapped, data.same);
    const std::vector<RocPoint> pointsA = test::pointsOf(a);
    const std::vector<RocPoint> pointsB = test::pointsOf(b);
    ASSERT_EQ(pointsA.size(), pointsB.size());
    for (std::size_t i = 0; i < pointsA.size(); ++i) {
        EXPECT_EQ(pointsA[i].fmr, pointsB[i].fmr);
        EXPECT_EQ(pointsA[i].tmr, pointsB[i].tmr);
    }
    EXPECT_EQ(a.areaUnderCurve(), b.areaUnderCurve());
    EXPECT_EQ(a.equalErrorRate().rate, b.equalErrorRate().rate);
}

TEST(Roc, HoldsEveryOperatingPoint) {
    const PairData data = test::randomPairs(500, 9, 1e-9);
    const RocCurve curve(data.scores, data.same);
    for (const double target : {0.01, 0.1, 0.5}) {
        const OperatingPoint point = curve.atFmr(target);
        double best = 0;
        for (const RocPoint& each : test::pointsOf(curve)) {
            if (each.threshold >= point.threshold) {
                best = each.tmr;
            }
        }
        EXPECT_EQ(best, point.tmr);
    }
}

TEST(Roc, AreaIsTheChanceOfTheRightOrder) {
    const PairData data = test::randomPairs(200, 12, 0.25);
    double wins = 0;
    double trials = 0;
    for (std::size_t g = 0; g < 200; ++g) {
        for (std::size_t i = 0; i < 200; ++i) {
            if (data.same[g] != 0 && data.same[i] == 0) {
                wins += data.scores[g] > data.scores[i] ? 1.0 : data.scores[g] == data.scores[i] ? 0.5 : 0.0;
                trials += 1;
            }
        }
    }
    EXPECT_NEAR(RocCurve(data.scores, data.same).areaUnderCurve(), wins / trials, 1e-12);
}

TEST(Roc, DPrimeByHand) {
    // Means 3 and 0, variances 1 and 4: 3 / sqrt(2.5).
    const std::vector<double> scores = {4, 2, 2, -2};
    const std::vector<std::uint8_t> same = {1, 1, 0, 0};
    EXPECT_NEAR(*dPrime<double>(scores, same), 3.0 / std::sqrt(2.5), 1e-12);
    EXPECT_FALSE(dPrime<double>(std::vector<double>{0.1, 0.1, 0.3, 0.3}, same).has_value());
    EXPECT_FALSE(dPrime<double>(std::vector<double>(7, 0.1), std::vector<std::uint8_t>{1, 1, 1, 0, 0, 0, 0})
                     .has_value());
}

TEST(Roc, RefusesBadInput) {
    const std::vector<double> scores = {0.1, 0.2};
    EXPECT_THROW(RocCurve(scores, std::vector<std::uint8_t>{1, 1}), std::invalid_argument);
    EXPECT_THROW(RocCurve(scores, std::vector<std::uint8_t>{0, 0}), std::invalid_argument);
    EXPECT_THROW(RocCurve(std::vector<double>{}, {}), std::invalid_argument);
    EXPECT_THROW(RocCurve(std::vector<double>{0.1, std::numeric_limits<double>::quiet_NaN()},
                          std::vector<std::uint8_t>{0, 1}),
                 std::domain_error);
    EXPECT_THROW(dPrime<double>(scores, std::vector<std::uint8_t>{1, 1}), std::invalid_argument);
}

}  // namespace
}  // namespace pf
