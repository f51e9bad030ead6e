#include "core/metrics/erc.h"

#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/edc.h"
#include "core/metrics/roc.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

TEST(Erc, ByHand) {
    // Twenty pairs, one leaves at every step: the impostors 0.9, 0.8 first, then genuine pairs.
    std::vector<double> scores;
    std::vector<double> risk;
    std::vector<std::uint8_t> same;
    for (int i = 0; i < 20; ++i) {
        same.push_back(i % 2 == 0 ? 1 : 0);
        scores.push_back(same.back() != 0 ? 0.5 + 0.01 * i : 0.1);
        risk.push_back(i);
    }
    scores[19] = 0.9;
    scores[17] = 0.6;
    const ErcCurve curve = ercAtFmr<double>(scores, same, risk, 0.0);
    ASSERT_EQ(curve.points.size(), 20U);
    // With all pairs the threshold is just above 0.9: no genuine pair is accepted.
    EXPECT_EQ(curve.points[0].point.fnmr(), 1.0);
    // Without pair 19 it is just above 0.6: of 0.50 ... 0.68 the four above 0.6 are accepted.
    EXPECT_EQ(curve.points[1].kept, 19U);
    EXPECT_DOUBLE_EQ(curve.points[1].point.fnmr(), 0.6);
    // Without 17, 18 and 19 just above 0.1: all are accepted.
    EXPECT_EQ(curve.points[3].point.fnmr(), 0.0);
    // Pair 0 alone has no impostor beside it.
    EXPECT_EQ(curve.points[19].kept, 1U);
    EXPECT_FALSE(curve.points[19].measured);
    // Pair 18 goes at the second step: 5/9 ... with pairs 0 to 17, three of nine above 0.6.
    const double second = curve.points[2].point.fnmr();
    EXPECT_DOUBLE_EQ(second, 6.0 / 9);
    EXPECT_NEAR(curve.area(), 0.05 * (0.5 * (1 + 0.6) + 0.5 * (0.6 + second) + 0.5 * second), 1e-12);
}

TEST(Erc, StartsAtTheEdcAndKeepsTies) {
    const test::PairData data = test::randomPairs(1000, 3, 0.05);
    const ErcCurve curve = ercAtFmr<double>(data.scores, data.same, data.risk, 0.05);
    EXPECT_DOUBLE_EQ(curve.points[0].point.fnmr(),
                     test::edcAtFmr(data.scores, data.same, data.risk, 0.05).at(0).fnmr);
    const ErcCurve equal = ercAtFmr<double>(data.scores, data.same, std::vector<double>(1000, 1.0), 0.05);
    for (const ErcPoint& point : equal.points) {
        EXPECT_EQ(point.kept, 1000U);
    }
}

TEST(Erc, RefusesBadInput) {
    const std::vector<double> two = {0.1, 0.2};
    const std::vector<std::uint8_t> same = {0, 1};
    EXPECT_THROW(ercAtFmr<double>(two, same, std::vector<double>{1}, 0.1), std::invalid_argument);
    EXPECT_THROW(ercAtFmr<double>(two, same, two, 1.1), std::invalid_argument);
    const std::vector<double> notFinite = {0.1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(ercAtFmr<double>(two, same, notFinite, 0.1), std::domain_error);
    EXPECT_THROW(ercAtFmr<double>(two, std::vector<std::uint8_t>{1, 1}, two, 0.1), std::invalid_argument);
}

TEST(EdcOracle, IsNeverAboveACurveAndByHand) {
    const test::PairData data = test::randomPairs(900, 15, 0.02);
    for (const double target : {0.0, 0.01, 0.2}) {
        const EdcCurve curve = test::edcAtFmr(data.scores, data.same, data.risk, target);
        for (const EdcPoint& point : test::pointsOf(curve, data.risk)) {
            EXPECT_LE(curve.oracleFnmr(point.discardFraction), point.fnmr + 1e-15);
        }
        for (const double limit : {0.2, 0.3, 1.0}) {
            EXPECT_LE(curve.oracleArea(limit), curve.partialArea(limit) + 1e-12);
        }
    }
    // Two of four genuine pairs are rejected; of ten pairs each discard is a tenth.
    const std::vector<double> scores = {9, 8, 1, 1, 5, 4, 3, 2, 1, 0};
    const std::vector<std::uint8_t> same = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
    const EdcCurve hand = test::edcAtFmr(scores, same, std::vector<double>(10, 1.0), 0.0);
    EXPECT_DOUBLE_EQ(hand.oracleFnmr(0.0), 0.5);
    EXPECT_DOUBLE_EQ(hand.oracleFnmr(0.1), 1.0 / 3);
    EXPECT_DOUBLE_EQ(hand.oracleFnmr(0.2), 0.0);
    EXPECT_DOUBLE_EQ(hand.oracleArea(1.0), 0.1 * (0.5 + 1.0 / 3));
}

}  // namespace
}  // namespace pf
