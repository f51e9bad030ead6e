// Which pairs lie behind a point of a curve, and the numbers that are read from curves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/error.h"
#include "tests/ui/evaluate/evaluation_fixtures.h"
#include "ui/evaluate/curves/pair_curves.h"
#include "ui/evaluate/pairs/pair_lists.h"

namespace pf::ui {
namespace {

using Pairs = std::vector<std::uint32_t>;

const std::vector<double> kScores = {0.9, 0.2, 0.7, 0.5, 0.5, 0.1};
const std::vector<std::uint8_t> kSame = {1, 1, 0, 0, 1, 0};

TEST(PairSelectionTest, FalseMatchesAreTheWorstFirst) {
    const auto found = falseMatches(kScores, kSame, 0.5);
    EXPECT_EQ(found.pairs, (Pairs{2, 3})) << "a score at the threshold is accepted";
    EXPECT_EQ(found.total, 2U);
    EXPECT_TRUE(falseMatches(kScores, kSame, 0.71).pairs.empty());
    EXPECT_THROW(falseMatches(kScores, std::vector<std::uint8_t>{1}, 0.5), std::invalid_argument);
}

TEST(PairSelectionTest, FalseNonMatchesAreTheLowestFirst) {
    EXPECT_EQ(falseNonMatches(kScores, kSame, 0.6).pairs, (Pairs{1, 4}));
    EXPECT_EQ(falseNonMatches(kScores, kSame, 0.5).pairs, (Pairs{1}));
}

TEST(PairSelectionTest, ALimitKeepsTheFirstAndTheTotal) {
    const auto found = falseNonMatches(kScores, kSame, 2.0, 2);
    EXPECT_EQ(found.pairs, (Pairs{1, 4}));
    EXPECT_EQ(found.total, 3U);
}

TEST(PairSelectionTest, NearestByDistanceThenByIndex) {
    EXPECT_EQ(nearestPairs(kScores, 0.52, 3).pairs, (Pairs{3, 4, 2}));
    EXPECT_EQ(nearestPairs(kScores, 0.52, 3).total, 3U);
    EXPECT_EQ(nearestPairs(kScores, 0.5, 100).pairs.size(), 6U);
}

TEST(PairSelectionTest, RangesIncludeTheirEnds) {
    EXPECT_EQ(pairsInScoreRange(kScores, 0.5, 0.75).pairs, (Pairs{2, 3, 4}));
    EXPECT_TRUE(pairsInScoreRange(kScores, 0.51, 0.6).pairs.empty());
}

TEST(PairSelectionTest, RiskAboveIsRejectedAndTiesTogether) {
    const std::vector<double> risks = {0.1, 0.4, 0.4, 0.8, 0.2};
    EXPECT_EQ(pairsAboveRisk(risks, 0.3, 1.0).pairs, (Pairs{3, 1, 2}));
    EXPECT_EQ(pairsAboveRisk(risks, 0.2, 0.4).pairs, (Pairs{1, 2}));
    EXPECT_TRUE(pairsAboveRisk(risks, 0.8, 9.0).pairs.empty());
}

class PairCurvesTest : public testing::Test {
  protected:
    const PairEvaluationPtr evaluation = measuredResult("m", "s").evaluation;
    const PairCurves curves{evaluation, {}};
};

TEST_F(PairCurvesTest, AgreesWithTheReport) {
    const ScoreReport* report = curves.riskReport();
    ASSERT_NE(report, nullptr);
    for (const RiskRow& row : report->risk->curve) {
        const DiscardReading reading = curves.atDiscard(row.discard);
        EXPECT_EQ(reading.refitted.kept, row.kept);
        EXPECT_DOUBLE_EQ(reading.refitted.accuracy, row.accuracy) << row.discard;
    }
    for (const EdcPoint& point : report->edc.front().points) {
        EXPECT_DOUBLE_EQ(curves.edc().at(point.discardFraction).fnmr, point.fnmr);
    }
}

TEST_F(PairCurvesTest, FixedAccuracyIsCountedAtTheThresholdOfDiscardZero) {
    const auto& scores = evaluation->pairs.scoresOf(PairScoreKind::Cosine);
    const auto& risks = evaluation->pairs.risks.front().values;
    for (const double discard : {0.0, 0.1, 0.255, 0.6}) {
        const DiscardReading reading = curves.atDiscard(discard);
        int kept = 0;
        int right = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (risks[i] <= reading.refitted.riskThreshold) {
                ++kept;
                right += (scores[i] >= curves.fixedThreshold()) == (evaluation->pairs.pairs.same[i] != 0);
            }
        }
        EXPECT_EQ(static_cast<std::size_t>(kept), reading.refitted.kept);
        EXPECT_DOUBLE_EQ(reading.fixedAccuracy, static_cast<double>(right) / kept) << discard;
    }
}

TEST_F(PairCurvesTest, ThresholdReadingsCount) {
    const ThresholdReading reading = curves.atThreshold(0.5);
    const auto wrongMatches = falseMatches(curves.scores(), curves.same(), 0.5).total;
    const auto wrongNonMatches = falseNonMatches(curves.scores(), curves.same(), 0.5).total;
    EXPECT_DOUBLE_EQ(reading.fmr, static_cast<double>(wrongMatches) / 200);
    EXPECT_DOUBLE_EQ(reading.fnmr, static_cast<double>(wrongNonMatches) / 200);
    EXPECT_DOUBLE_EQ(reading.accuracy, 1 - static_cast<double>(wrongMatches + wrongNonMatches) / 400);
    EXPECT_LE(curves.atFmr(0.01).fmr, 0.011);
}

TEST_F(PairCurvesTest, TheOtherRuleIsMadeFromTheFaces) {
    const PairCurves added(evaluation, {PairScoreKind::Mls, "sigma_sq", RiskKind::Add, 1e-2});
    const auto& pairs = evaluation->pairs;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        EXPECT_DOUBLE_EQ(added.risks()[i], pairs.sigmaSq[pairs.pairs.a[i]] + pairs.sigmaSq[pairs.pairs.b[i]]);
    }
    EXPECT_EQ(added.riskReport(), nullptr) << "the report was made with the other rule";
    EXPECT_NE(added.scoreReport(), nullptr);
    EXPECT_THROW(PairCurves(evaluation, {PairScoreKind::Cosine, "ofiq", RiskKind::Max, 1e-2}), Error);
}

TEST_F(PairCurvesTest, ListsHoldWhatTheReadingsCount) {
    const ReadingPlace place{0.4, 0.25};
    const ThresholdReading reading = curves.atThreshold(place.threshold);
    const auto total = [&](PairLists::List list) { return pairsOf(list, curves, place, {}).selection.total; };
    EXPECT_DOUBLE_EQ(static_cast<double>(total(PairLists::FalseMatches)) / 200, reading.fmr);
    EXPECT_DOUBLE_EQ(static_cast<double>(total(PairLists::FalseNonMatches)) / 200, reading.fnmr);
    const RiskRow row = curves.atDiscard(place.discard).refitted;
    EXPECT_EQ(total(PairLists::RejectedByRisk), row.total - row.kept);
    const NamedPairs between =
        pairsOf(PairLists::AtCursor, curves, place, PairQuery{PairQuery::Kind::DiscardRange, 0.1, 0.25});
    EXPECT_EQ(between.selection.total,
              curves.atDiscard(0.1).refitted.kept - curves.atDiscard(0.25).refitted.kept);
    EXPECT_TRUE(between.caption.contains(QStringLiteral("10.0 %"))) << between.caption.toStdString();
    const NamedPairs none = pairsOf(PairLists::RejectedByRisk, curves, {0.4, 0.0}, {});
    EXPECT_TRUE(none.selection.pairs.empty());
}

}  // namespace
}  // namespace pf::ui
