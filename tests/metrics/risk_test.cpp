#include "core/metrics/risk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/metrics/percentiles.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using test::PairData;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(PairRisk, MaxAndAdd) {
    const std::vector<double> a = {1, 4};
    const std::vector<double> b = {3, 2};
    EXPECT_THAT(pairRisk(a, b, RiskKind::Max), ElementsAre(3.0, 4.0));
    EXPECT_THAT(pairRisk(a, b, RiskKind::Add), ElementsAre(4.0, 6.0));
    EXPECT_THROW(pairRisk(std::vector<double>{1}, std::vector<double>{}, RiskKind::Add),
                 std::invalid_argument);
    EXPECT_THROW(pairRisk(a, std::vector<double>{1, kNaN}, RiskKind::Max), std::domain_error);
}

TEST(RiskControlled, ByHand) {
    // The two riskiest pairs are the two errors. Half discarded: percentile 50 of 0..7 is 3.5, pairs 0..3 are
    // kept.
    const std::vector<double> scores = {0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.1, 0.9};
    const std::vector<std::uint8_t> same = {1, 0, 1, 0, 1, 0, 1, 0};
    const std::vector<double> risk = {0, 1, 2, 3, 4, 5, 6, 7};
    const std::vector<double> discards = {0.0, 0.5};
    const std::vector<RiskRow> rows = riskControlledAccuracy(scores, same, risk, discards, 2);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].riskThreshold, 7.0);
    EXPECT_EQ(rows[0].kept, 8U);
    EXPECT_EQ(rows[0].total, 8U);
    // Fold {0..3} at 0.4, the mean of 0.7 and 0.1 (one genuine pair ahead each): all right. Fold {4..7} at
    // 0.8: 0.3 alone is right.
    EXPECT_DOUBLE_EQ(rows[0].accuracy, (1.0 + 0.25) / 2);
    EXPECT_DOUBLE_EQ(rows[0].threshold, (0.4 + 0.8) / 2);
    EXPECT_EQ(rows[1].riskThreshold, 3.5);
    EXPECT_EQ(rows[1].kept, 4U);
    EXPECT_EQ(rows[1].discard, 0.5);
    // Folds {0.9 genuine, 0.1} and {0.8 genuine, 0.2}: 0.8 accepts 0.9, but 0.9 rejects 0.8.
    EXPECT_DOUBLE_EQ(rows[1].accuracy, 0.75);
    EXPECT_DOUBLE_EQ(rows[1].threshold, 0.85);
}

TEST(RiskControlled, EqualRisksAreNeverSplit) {
    const PairData data = test::randomPairs(100, 3, 0.01);
    const std::vector<double> risk(100, 0.3);
    for (const RiskRow& row :
         riskControlledAccuracy(data.scores, data.same, risk, std::vector<double>{0.0, 0.3, 1.0})) {
        EXPECT_EQ(row.kept, 100U);
        EXPECT_TRUE(row.measured());
    }
}

TEST(RiskControlled, SaysWhyARowCannotBeMeasured) {
    const PairData data = test::randomPairs(100, 3, 0.01);
    std::vector<double> risk(100);
    for (std::size_t i = 0; i < 100; ++i) {
        risk[i] = static_cast<double>(i);
    }
    const std::vector<RiskRow> rows =
        riskControlledAccuracy(data.scores, data.same, risk, std::vector<double>{0.5, 0.95, 1.0});
    EXPECT_TRUE(rows[0].measured());
    EXPECT_FALSE(rows[1].measured());
    EXPECT_EQ(rows[1].kept, 5U);
    EXPECT_TRUE(std::isnan(rows[1].accuracy));
    EXPECT_EQ(rows[2].kept, 1U);
    EXPECT_THAT(rows[2].problem, HasSubstr("1 pairs cannot fill 10 folds"));
}

TEST(RiskControlled, EveryPointOfACurveEqualsItsOwnRow) {
    const PairData data = test::randomPairs(300, 8, 0.02);
    const std::vector<double> discards = discardFractions(101, 0.5);
    const std::vector<RiskRow> curve = riskControlledAccuracy(data.scores, data.same, data.risk, discards);
    ASSERT_EQ(curve.size(), 101U);
    for (std::size_t i = 0; i < curve.size(); i += 10) {
        const double limit = percentile(data.risk, (1 - discards[i]) * 100);
        std::vector<double> scores;
        std::vector<std::uint8_t> same;
        for (std::size_t p = 0; p < 300; ++p) {
            if (data.risk[p] <= limit) {
                scores.push_back(data.scores[p]);
                same.push_back(data.same[p]);
            }
        }
        EXPECT_EQ(curve[i].kept, scores.size());
        EXPECT_EQ(curve[i].accuracy, kFoldVerification(scores, same).accuracy);
    }
}

TEST(RiskControlled, RefusesBadInput) {
    const PairData data = test::randomPairs(40, 3, 0.01);
    const std::vector<double> none = {0.0};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    riskControlledAccuracy(data.scores, data.same, data.risk, std::vector<double>{10.0});
                }),
                HasSubstr("discard fraction is 10"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    riskControlledAccuracy(data.scores, data.same, std::vector<double>{1, 2}, none);
                }),
                HasSubstr("2 risks but 40 scores"));
    std::vector<double> risk = data.risk;
    risk[7] = kNaN;
    EXPECT_THAT(
        messageOf<std::domain_error>([&] { riskControlledAccuracy(data.scores, data.same, risk, none); }),
        HasSubstr("risk[7] is nan"));
    EXPECT_THROW(riskControlledAccuracy({}, {}, {}, none), std::invalid_argument);
}

TEST(RandomRisk, IsASeededPermutation) {
    std::vector<double> risk = randomRisk(100, 7);
    EXPECT_EQ(risk, randomRisk(100, 7));
    EXPECT_NE(risk, randomRisk(100, 8));
    std::sort(risk.begin(), risk.end());
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(risk[i], static_cast<double>(i));
    }
    EXPECT_TRUE(randomRisk(0, 1).empty());
}

TEST(RandomRisk, IsUniform) {
    // Each of 4 pairs ends last in a quarter of 4,000 seeds: 1,000 +- 27 (one sigma).
    std::vector<int> last(4, 0);
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const std::vector<double> risk = randomRisk(4, seed);
        ++last[static_cast<std::size_t>(std::max_element(risk.begin(), risk.end()) - risk.begin())];
    }
    for (const int count : last) {
        EXPECT_NEAR(count, 1000, 140);
    }
}

TEST(RandomDiscard, DoesNotHelpWhereTheRightRiskDoes) {
    const PairData data = test::randomPairs(2000, 21, 1e-6);
    // Knows the truth: pairs on the wrong side of the crossing are the riskiest.
    std::vector<double> knowing(data.scores.size());
    for (std::size_t i = 0; i < knowing.size(); ++i) {
        knowing[i] = data.same[i] != 0 ? -data.scores[i] : data.scores[i] - 1.5;
    }
    const std::vector<double> discards = {0.0, 0.3};
    const auto rows = riskControlledAccuracy(data.scores, data.same, knowing, discards);
    const auto random = randomDiscardAccuracy(data.scores, data.same, discards, {3, 10});
    EXPECT_GT(rows[1].accuracy, rows[0].accuracy + 0.15);
    EXPECT_DOUBLE_EQ(random[0].accuracy, rows[0].accuracy);
    EXPECT_NEAR(random[0].threshold, rows[0].threshold, 1e-12);
    EXPECT_EQ(random[1].kept, rows[1].kept);
    EXPECT_NEAR(random[1].accuracy, random[0].accuracy, 0.02);
    EXPECT_NE(randomDiscardAccuracy(data.scores, data.same, discards, {4, 10})[1].accuracy,
              random[1].accuracy);
    const auto again = randomDiscardAccuracy(data.scores, data.same, discards, {3, 10});
    EXPECT_EQ(again[1].accuracy, random[1].accuracy);
}

TEST(RandomDiscard, SaysWhyARowCannotBeMeasured) {
    const PairData data = test::randomPairs(50, 21, 0.01);
    const auto rows = randomDiscardAccuracy(data.scores, data.same, std::vector<double>{0.0, 0.9});
    EXPECT_TRUE(rows[0].measured());
    EXPECT_FALSE(rows[1].measured());
    EXPECT_TRUE(std::isnan(rows[1].accuracy));
    EXPECT_THROW(randomDiscardAccuracy(data.scores, data.same, std::vector<double>{0.0}, {1, 0}),
                 std::invalid_argument);
}

TEST(DiscardFractions, AreEvenAndIncludeBothEnds) {
    EXPECT_THAT(discardFractions(3, 0.5), ElementsAre(0.0, 0.25, 0.5));
    EXPECT_THROW(discardFractions(1, 0.5), std::invalid_argument);
    EXPECT_THROW(discardFractions(3, 0.0), std::invalid_argument);
    EXPECT_THROW(discardFractions(3, 1.5), std::invalid_argument);
}

}  // namespace
}  // namespace pf
