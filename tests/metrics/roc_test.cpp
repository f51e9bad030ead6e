#include "core/metrics/roc.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/operating_point.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::PairData;

TEST(Roc, ByHand) {
    const std::vector<double> scores = {0.9, 0.7, 0.7, 0.5, 0.3};
    const std::vector<std::uint8_t> same = {1, 1, 0, 1, 0};
    const RocCurve curve = rocCurve(scores, same);
    EXPECT_EQ(curve.genuine, 3U);
    EXPECT_EQ(curve.impostor, 2U);
    ASSERT_EQ(curve.points.size(), 5U);
    EXPECT_GT(curve.points[0].threshold, 0.9);
    const double expected[5][2] = {{0, 0}, {0, 1.0 / 3}, {0.5, 2.0 / 3}, {0.5, 1}, {1, 1}};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_DOUBLE_EQ(curve.points[i].far, expected[i][0]);
        EXPECT_DOUBLE_EQ(curve.points[i].tar, expected[i][1]);
    }
    // 0.9 beats both, 0.7 ties one and beats one, 0.5 beats one: (2 + 1.5 + 1) / 6.
    EXPECT_DOUBLE_EQ(areaUnderCurve(curve), 0.75);
    // FAR - FNMR goes from -2/3 to 1/6 between 0.9 and 0.7: crossing after 4/5 of the way.
    EXPECT_DOUBLE_EQ(equalErrorRate(curve).rate, 0.4);
    EXPECT_NEAR(equalErrorRate(curve).threshold, 0.74, 1e-12);
}

TEST(Roc, PerfectReversedAndAllEqual) {
    const std::vector<std::uint8_t> same = {1, 1, 0, 0};
    const RocCurve perfect = rocCurve(std::vector<double>{4, 3, 2, 1}, same);
    EXPECT_EQ(areaUnderCurve(perfect), 1.0);
    EXPECT_EQ(equalErrorRate(perfect).rate, 0.0);
    const RocCurve reversed = rocCurve(std::vector<double>{1, 2, 3, 4}, same);
    EXPECT_EQ(areaUnderCurve(reversed), 0.0);
    EXPECT_EQ(equalErrorRate(reversed).rate, 1.0);
    const RocCurve equal = rocCurve(std::vector<double>(4, 2.0), same);
    EXPECT_EQ(equal.points.size(), 2U);
    EXPECT_EQ(areaUnderCurve(equal), 0.5);
    EXPECT_EQ(equalErrorRate(equal).rate, 0.5);
}

TEST(Roc, DoesNotChangeWithAMonotoneMapOfTheScores) {
    const PairData data = test::randomPairs(500, 4, 0.05);
    std::vector<double> mapped = data.scores;
    for (double& score : mapped) {
        score = std::exp(score) - 7;
    }
    const RocCurve a = rocCurve(data.scores, data.same);
    const RocCurve b = rocCurve(mapped, data.same);
    ASSERT_EQ(a.points.size(), b.points.size());
    for (std::size_t i = 0; i < a.points.size(); ++i) {
        EXPECT_EQ(a.points[i].far, b.points[i].far);
        EXPECT_EQ(a.points[i].tar, b.points[i].tar);
    }
    EXPECT_EQ(areaUnderCurve(a), areaUnderCurve(b));
    EXPECT_EQ(equalErrorRate(a).rate, equalErrorRate(b).rate);
}

TEST(Roc, HoldsEveryOperatingPoint) {
    const PairData data = test::randomPairs(500, 9, 1e-9);
    const RocCurve curve = rocCurve(data.scores, data.same);
    for (const OperatingPoint& point :
         tarAtFar(data.scores, data.same, std::vector<double>{0.01, 0.1, 0.5})) {
        double best = 0;
        for (const RocPoint& each : curve.points) {
            if (each.threshold >= point.threshold) {
                best = each.tar;
            }
        }
        EXPECT_EQ(best, point.tar);
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
    EXPECT_NEAR(areaUnderCurve(rocCurve(data.scores, data.same)), wins / trials, 1e-12);
}

TEST(Roc, DPrimeByHand) {
    // Means 3 and 0, variances 1 and 4: 3 / sqrt(2.5).
    const std::vector<double> scores = {4, 2, 2, -2};
    const std::vector<std::uint8_t> same = {1, 1, 0, 0};
    EXPECT_NEAR(*dPrime(scores, same), 3.0 / std::sqrt(2.5), 1e-12);
    EXPECT_FALSE(dPrime(std::vector<double>{0.1, 0.1, 0.3, 0.3}, same).has_value());
    EXPECT_FALSE(
        dPrime(std::vector<double>(7, 0.1), std::vector<std::uint8_t>{1, 1, 1, 0, 0, 0, 0}).has_value());
}

TEST(Roc, RefusesBadInput) {
    const std::vector<double> scores = {0.1, 0.2};
    EXPECT_THROW(rocCurve(scores, std::vector<std::uint8_t>{1, 1}), std::invalid_argument);
    EXPECT_THROW(rocCurve(scores, std::vector<std::uint8_t>{0, 0}), std::invalid_argument);
    EXPECT_THROW(rocCurve({}, {}), std::invalid_argument);
    EXPECT_THROW(rocCurve(std::vector<double>{0.1, std::numeric_limits<double>::quiet_NaN()},
                          std::vector<std::uint8_t>{0, 1}),
                 std::domain_error);
    EXPECT_THROW(dPrime(scores, std::vector<std::uint8_t>{1, 1}), std::invalid_argument);
    EXPECT_THROW(areaUnderCurve(RocCurve{}), std::invalid_argument);
    EXPECT_THROW(equalErrorRate(RocCurve{}), std::invalid_argument);
}

}  // namespace
}  // namespace pf
