#include "core/metrics/bootstrap.h"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/edc.h"
#include "core/metrics/roc.h"

namespace pf {
namespace {

struct Drawn {
    std::vector<double> scores;
    std::vector<double> risk;
    std::vector<std::uint8_t> same;
    std::vector<std::int32_t> a;
    std::vector<std::int32_t> b;
};

/// Subjects with a level of their own, so that their pairs are not independent.
Drawn draw(std::uint64_t seed, int subjects, double subjectSpread) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    Drawn drawn;
    std::vector<double> level;
    for (int i = 0; i < subjects; ++i) {
        level.push_back(subjectSpread * normal(random));
    }
    for (int i = 0; i < subjects; ++i) {
        for (int k = 0; k < 8; ++k) {
            const bool same = k % 2 == 0;
            const int other = same ? i : (i + 1 + k) % subjects;
            drawn.same.push_back(same ? 1 : 0);
            drawn.a.push_back(i * 7 + 3);
            drawn.b.push_back(other * 7 + 3);
            drawn.scores.push_back(
                static_cast<float>((same ? 2.0 + level[static_cast<std::size_t>(i)] : 0.0) + normal(random)));
            drawn.risk.push_back(static_cast<float>(std::abs(normal(random)) - 0.3 * drawn.scores.back()));
        }
    }
    return drawn;
}

BootstrapIntervals intervalsOf(const Drawn& drawn, const BootstrapOptions& options, bool identities = true) {
    const BootstrapTargets targets{{0.1}, 0.1, {0.0, 0.2, 0.5, 1.0}};
    const PairSubjects subjects = identities ? PairSubjects{drawn.a, drawn.b} : PairSubjects{};
    return bootstrapIntervals(drawn.scores, drawn.same, drawn.risk, subjects, targets, options);
}

TEST(Bootstrap, IntervalsHoldTheValuesThemselves) {
    const Drawn drawn = draw(1, 300, 0.5);
    const auto result = intervalsOf(drawn, {400, 3, 0.95});
    EXPECT_TRUE(result.overIdentities);
    EXPECT_EQ(result.replicates, 400U);
    const OperatingPoint fixed = RocCurve(drawn.scores, drawn.same).atFmr(0.1);
    const EdcCurve curve(drawn.scores, drawn.same, drawn.risk, fixed);
    EXPECT_LT(result.tmr[0].low, fixed.tmr);
    EXPECT_GT(result.tmr[0].high, fixed.tmr);
    const double fractions[] = {0.0, 0.2, 0.5};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_LT(result.fnmr[i].low, curve.at(fractions[i]).fnmr);
        EXPECT_GT(result.fnmr[i].high, curve.at(fractions[i]).fnmr);
    }
    EXPECT_LT(result.areas[1].low, curve.partialArea(0.3));
    EXPECT_GT(result.areas[1].high, curve.partialArea(0.3));
    EXPECT_NEAR(result.fnmr[0].low, 1 - result.tmr[0].high, 1e-12) << "both read the same threshold";
}

TEST(Bootstrap, IsTheSameForASeedAndAnotherForAnother) {
    const Drawn drawn = draw(2, 60, 0.5);
    const auto one = intervalsOf(drawn, {50, 3, 0.9});
    const auto again = intervalsOf(drawn, {50, 3, 0.9});
    const auto other = intervalsOf(drawn, {50, 4, 0.9});
    EXPECT_EQ(one.tmr[0].low, again.tmr[0].low);
    EXPECT_EQ(one.areas[2].high, again.areas[2].high);
    EXPECT_NE(one.areas[2].high, other.areas[2].high);
}

TEST(Bootstrap, AFewReplicatesOfEqualPairsHaveNoWidth) {
    // Whatever is drawn, every genuine pair scores 1 and every impostor 0.
    std::vector<double> scores;
    std::vector<std::uint8_t> same;
    for (int i = 0; i < 40; ++i) {
        same.push_back(i % 2 == 0 ? 1 : 0);
        scores.push_back(i % 2 == 0 ? 1.0 : 0.0);
    }
    const auto result =
        bootstrapIntervals(scores, same, scores, {}, {{0.0, 0.01}, 0.0, {0.0, 0.5}}, {20, 1, 0.95});
    EXPECT_FALSE(result.overIdentities);
    for (const Interval& tmr : result.tmr) {
        EXPECT_EQ(tmr.low, 1.0);
        EXPECT_EQ(tmr.high, 1.0);
    }
    EXPECT_EQ(result.areas[2].high, 0.0);
}

TEST(Bootstrap, CoversTheTruthAndPairsAloneDoNotWhereSubjectsDiffer) {
    // Genuine scores are N(2, 1 + spread²) and the threshold of FMR 0.1 of N(0, 1) is 1.2816.
    constexpr double kSpread = 1.5;
    const double truth = 0.5 * std::erfc((1.2815515655 - 2.0) / std::sqrt(2 * (1 + kSpread * kSpread)));
    int overIdentities = 0;
    int overPairs = 0;
    constexpr int kSets = 150;
    for (int i = 0; i < kSets; ++i) {
        const Drawn drawn = draw(1000 + static_cast<std::uint64_t>(i), 120, kSpread);
        const auto holds = [&](bool identities) {
            const Interval tmr = intervalsOf(drawn, {150, 1, 0.95}, identities).tmr[0];
            return tmr.low <= truth && truth <= tmr.high ? 1 : 0;
        };
        overIdentities += holds(true);
        overPairs += holds(false);
    }
    EXPECT_GE(overIdentities, kSets * 88 / 100);
    EXPECT_LT(overPairs, overIdentities);
}

TEST(Bootstrap, RefusesBadInput) {
    Drawn drawn = draw(5, 20, 0.5);
    EXPECT_THROW(intervalsOf(drawn, {0, 1, 0.95}), std::invalid_argument);
    EXPECT_THROW(intervalsOf(drawn, {10, 1, 1.0}), std::invalid_argument);
    drawn.b[0] = -5;
    EXPECT_THROW(intervalsOf(drawn, {10, 1, 0.95}), std::invalid_argument)
        << "a genuine pair of two subjects";
    drawn.b.pop_back();
    EXPECT_THROW(intervalsOf(drawn, {10, 1, 0.95}), std::invalid_argument);
    Drawn notFinite = draw(5, 20, 0.5);
    notFinite.risk[2] = std::numeric_limits<float>::infinity();
    EXPECT_THROW(intervalsOf(notFinite, {10, 1, 0.95}), std::domain_error);
}

}  // namespace
}  // namespace pf
