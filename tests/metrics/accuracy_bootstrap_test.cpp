#include "core/metrics/accuracy_bootstrap.h"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/risk.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using test::PairData;
using test::randomPairs;

TEST(AccuracyBootstrap, IntervalsHoldTheAccuraciesThemselves) {
    const PairData data = randomPairs(1500, 4, 0.01);
    const std::vector<double> discards = {0.0, 0.2, 0.5};
    const auto result = accuracyIntervals(data.scores, data.same, data.risk, {}, discards, {300, 5, 0.95});
    EXPECT_FALSE(result.overIdentities);
    EXPECT_EQ(result.replicates, 300U);
    const auto rows = riskControlledAccuracy(data.scores, data.same, data.risk, discards);
    for (std::size_t i = 0; i < discards.size(); ++i) {
        EXPECT_LT(result.accuracy[i].low, rows[i].accuracy) << i;
        EXPECT_GT(result.accuracy[i].high, rows[i].accuracy) << i;
        // Binomial: about +-1.96 sqrt(p q / n); the width cannot be far from it.
        const double n = static_cast<double>(rows[i].kept);
        const double expected = 2 * 1.96 * std::sqrt(rows[i].accuracy * (1 - rows[i].accuracy) / n);
        EXPECT_NEAR(result.accuracy[i].high - result.accuracy[i].low, expected, 0.5 * expected) << i;
    }
}

TEST(AccuracyBootstrap, PerfectScoresHaveNoSpread) {
    const std::vector<double> scores = {9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1};
    std::vector<std::uint8_t> same;
    for (const double score : scores) {
        same.push_back(score > 5 ? 1 : 0);
    }
    const auto result = accuracyIntervals(scores, same, {}, {}, std::vector{0.0}, {50, 1, 0.9}, 2);
    EXPECT_EQ(result.accuracy[0].low, 1.0);
    EXPECT_EQ(result.accuracy[0].high, 1.0);
}

TEST(AccuracyBootstrap, IsTheSameForASeedOnly) {
    const PairData data = randomPairs(400, 9, 0.05);
    const std::vector<double> discards = {0.0, 0.3};
    const auto of = [&](std::uint64_t seed) {
        return accuracyIntervals(data.scores, data.same, data.risk, {}, discards, {60, seed, 0.95})
            .accuracy[1];
    };
    EXPECT_EQ(of(1).low, of(1).low);
    EXPECT_EQ(of(1).high, of(1).high);
    EXPECT_TRUE(of(1).low != of(2).low || of(1).high != of(2).high);
}

// Pairs of one identity are all right or all wrong: only resampling of identities sees how few independent
// observations there are.
TEST(AccuracyBootstrap, IdentitiesGiveWiderIntervalsThanPairsWhenTheyDiffer) {
    std::mt19937_64 random(2);
    std::normal_distribution<double> normal;
    std::vector<double> scores;
    std::vector<std::uint8_t> same;
    std::vector<std::int32_t> a;
    std::vector<std::int32_t> b;
    for (std::int32_t subject = 0; subject < 60; ++subject) {
        const double level = 1.5 * normal(random);
        for (std::int32_t k = 0; k < 20; ++k) {
            const bool genuine = k % 2 == 0;
            same.push_back(genuine ? 1 : 0);
            scores.push_back((genuine ? 2 + level : 0) + 0.3 * normal(random));
            a.push_back(subject);
            b.push_back(genuine ? subject : (subject + 1 + k) % 60);
        }
    }
    const auto width = [&](const PairSubjects& subjects) {
        const auto interval =
            accuracyIntervals(scores, same, {}, subjects, std::vector{0.0}, {300, 1, 0.95}).accuracy[0];
        return interval.high - interval.low;
    };
    EXPECT_GT(width({a, b}), 1.5 * width({}));
}

TEST(AccuracyBootstrap, RefusesWhatCannotBeMeasured) {
    const PairData data = randomPairs(100, 1, 0.1);
    const std::vector<double> none;
    const std::vector<double> all = {0.0};
    const std::vector<double> half = {0.5};
    const BootstrapOptions options{10, 1, 0.95};
    EXPECT_NE(messageOf<std::invalid_argument>([&] {
                  accuracyIntervals(data.scores, data.same, {}, {}, half, options);
              }).find("discarding needs one risk per pair"),
              std::string::npos);
    EXPECT_THROW(accuracyIntervals(data.scores, data.same, half, {}, half, options), std::invalid_argument);
    EXPECT_THROW(accuracyIntervals(data.scores, data.same, {}, {}, all, {0, 1, 0.95}), std::invalid_argument);
    EXPECT_THROW(accuracyIntervals(data.scores, data.same, {}, {}, all, {10, 1, 1.0}), std::invalid_argument);
    const std::vector<std::uint8_t> genuine(100, 1);
    EXPECT_THROW(accuracyIntervals(data.scores, genuine, {}, {}, all, options), std::invalid_argument);
    std::vector<double> broken = data.scores;
    broken[7] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(accuracyIntervals(broken, data.same, {}, {}, all, options), std::domain_error);
    // Four pairs never fill ten folds.
    const std::vector<double> four = {1, 0, 1, 0};
    const std::vector<std::uint8_t> sameOfFour = {1, 0, 1, 0};
    EXPECT_NE(messageOf<std::invalid_argument>([&] {
                  accuracyIntervals(four, sameOfFour, {}, {}, all, options);
              }).find("too few pairs"),
              std::string::npos);
}

}  // namespace
}  // namespace pf
