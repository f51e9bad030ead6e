// What must hold for any scores and risks, tried on many drawn at random, with and without ties.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/edc.h"
#include "core/metrics/erc.h"
#include "core/metrics/kfold.h"
#include "core/metrics/risk.h"
#include "core/metrics/roc.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::PairData;
using test::randomPairs;

class AnyPairs : public testing::TestWithParam<int> {
  protected:
    /// Steps from none to so large that most values tie.
    PairData draw() const {
        const double steps[] = {1e-6, 0.01, 0.2, 0.7};
        return randomPairs(500, static_cast<std::uint64_t>(GetParam()), steps[GetParam() % 4]);
    }
};

/// Keeps order and ties; not linear.
std::vector<double> rising(const std::vector<double>& values) {
    std::vector<double> result;
    for (const double value : values) {
        result.push_back(std::atan(value) * 100 - 7);
    }
    return result;
}

TEST_P(AnyPairs, RatesDoNotChangeUnderARisingMapOfTheScores) {
    const PairData data = draw();
    const RocCurve plain(data.scores, data.same);
    const RocCurve mapped(rising(data.scores), data.same);
    EXPECT_DOUBLE_EQ(plain.areaUnderCurve(), mapped.areaUnderCurve());
    EXPECT_NEAR(plain.equalErrorRate().rate, mapped.equalErrorRate().rate, 1e-12);
    for (const double fmr : {0.0, 0.001, 0.01, 0.1, 0.5, 1.0}) {
        EXPECT_EQ(plain.atFmr(fmr).tmr, mapped.atFmr(fmr).tmr) << fmr;
        EXPECT_EQ(plain.atFmr(fmr).fmr, mapped.atFmr(fmr).fmr) << fmr;
    }
}

TEST_P(AnyPairs, CurvesDoNotChangeUnderARisingMapOfTheRisks) {
    const PairData data = draw();
    const EdcCurve plain = test::edcAtFmr(data.scores, data.same, data.risk, 0.05);
    const EdcCurve mapped = test::edcAtFmr(rising(data.scores), data.same, rising(data.risk), 0.05);
    for (int percent = 0; percent <= 100; ++percent) {
        EXPECT_EQ(plain.at(percent / 100.0).fnmr, mapped.at(percent / 100.0).fnmr) << percent;
        EXPECT_EQ(plain.at(percent / 100.0).kept, mapped.at(percent / 100.0).kept) << percent;
    }
    EXPECT_DOUBLE_EQ(plain.partialArea(0.3), mapped.partialArea(0.3));
}

TEST_P(AnyPairs, TheEdcStartsAtTheRocsFnmr) {
    const PairData data = draw();
    const RocCurve roc(data.scores, data.same);
    for (const double fmr : {0.01, 0.05, 0.2}) {
        const EdcCurve edc = test::edcAtFmr(data.scores, data.same, data.risk, fmr);
        EXPECT_DOUBLE_EQ(edc.at(0.0).fnmr, roc.atFmr(fmr).fnmr());
        EXPECT_EQ(edc.at(0.0).kept, data.scores.size());
    }
}

TEST_P(AnyPairs, NoRiskIsBetterThanTheOracle) {
    const PairData data = draw();
    const EdcCurve edc = test::edcAtFmr(data.scores, data.same, data.risk, 0.05);
    for (int percent = 0; percent <= 100; ++percent) {
        // A step discards whole groups of equal risk, so fewer pairs than asked may be gone: never more.
        EXPECT_LE(edc.oracleFnmr(percent / 100.0), edc.at(percent / 100.0).fnmr + 1e-12) << percent;
    }
    for (const double limit : {0.2, 0.3, 1.0}) {
        EXPECT_LE(edc.oracleArea(limit), edc.partialArea(limit) + 1e-12);
    }
}

TEST_P(AnyPairs, DiscardingTheErrorsFirstReachesTheOracle) {
    const PairData data = draw();
    const OperatingPoint fixed = RocCurve(data.scores, data.same).atFmr(0.05);
    std::vector<double> risk(data.scores.size());
    for (std::size_t i = 0; i < risk.size(); ++i) {
        const bool missed = data.same[i] != 0 && data.scores[i] < fixed.threshold;
        // Every pair with a risk of its own; the errors above all others, impostors next, genuine ones last.
        risk[i] = (missed ? 2e6 : data.same[i] == 0 ? 1e6 : 0.0) + static_cast<double>(i);
    }
    const EdcCurve edc(data.scores, data.same, risk, fixed);
    for (int percent = 0; percent <= 40; ++percent) {
        EXPECT_NEAR(edc.at(percent / 100.0).fnmr, edc.oracleFnmr(percent / 100.0), 1e-12) << percent;
    }
}

TEST_P(AnyPairs, FewerPairsAreKeptTheMoreAreDiscarded) {
    const PairData data = draw();
    const EdcCurve edc = test::edcAtFmr(data.scores, data.same, data.risk, 0.05);
    std::size_t before = data.scores.size();
    for (int percent = 0; percent <= 100; ++percent) {
        const std::size_t kept = edc.at(percent / 100.0).kept;
        EXPECT_LE(kept, before);
        EXPECT_GT(kept, 0U);
        before = kept;
    }
}

TEST_P(AnyPairs, NothingDiscardedIsTheVerificationOfAllPairs) {
    const PairData data = draw();
    const auto rows = riskControlledAccuracy(data.scores, data.same, data.risk, std::vector{0.0});
    const auto all = kFoldVerification(data.scores, data.same);
    EXPECT_EQ(rows[0].accuracy, all.accuracy);
    EXPECT_EQ(rows[0].threshold, all.threshold);
    const ErcCurve erc = ercAtFmr<double>(data.scores, data.same, data.risk, 0.05);
    EXPECT_EQ(erc.points.front().point.tmr, RocCurve(data.scores, data.same).atFmr(0.05).tmr);
}

INSTANTIATE_TEST_SUITE_P(Drawn, AnyPairs, testing::Range(1, 25));

TEST(DegenerateRisks, EqualOnesGoTogether) {
    const PairData data = randomPairs(300, 3, 0.01);
    const std::vector<double> equal(300, 0.5);
    const EdcCurve edc = test::edcAtFmr(data.scores, data.same, equal, 0.05);
    // There is only one group: until everything goes, nothing goes.
    EXPECT_EQ(edc.at(1.0).kept, 300U);
    EXPECT_DOUBLE_EQ(edc.partialArea(1.0), edc.at(0.0).fnmr);
    const auto rows = riskControlledAccuracy(data.scores, data.same, equal, std::vector{0.0, 0.3, 1.0});
    EXPECT_EQ(rows[1].kept, 300U);
    EXPECT_EQ(rows[2].kept, 300U);
    EXPECT_EQ(rows[2].accuracy, rows[0].accuracy);
}

TEST(DegenerateRisks, DiscardingEverythingKeepsTheLowestRisk) {
    const PairData data = randomPairs(300, 5, 1e-6);
    const EdcCurve edc = test::edcAtFmr(data.scores, data.same, data.risk, 0.05);
    EXPECT_EQ(edc.at(1.0).kept, 1U);
    const auto rows = riskControlledAccuracy(data.scores, data.same, data.risk, std::vector{1.0});
    EXPECT_FALSE(rows[0].measured());
    EXPECT_NE(rows[0].problem.find("cannot fill 10 folds"), std::string::npos);
    EXPECT_TRUE(std::isnan(rows[0].accuracy));
}

}  // namespace
}  // namespace pf
