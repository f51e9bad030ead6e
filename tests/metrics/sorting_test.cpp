#include "core/metrics/sorting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/metrics/edc.h"
#include "core/metrics/roc.h"
#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

template <typename Real>
class Sorting : public testing::Test {
  public:
    static std::vector<Real> drawn(std::size_t count) {
        std::mt19937_64 random(count);
        std::normal_distribution<double> normal;
        std::vector<Real> values = {std::numeric_limits<Real>::max(), std::numeric_limits<Real>::lowest(),
                                    std::numeric_limits<Real>::denorm_min(), Real{0}};
        while (values.size() < count) {
            values.push_back(static_cast<Real>(std::exp(20 * normal(random)) * (random() % 2 == 0 ? 1 : -1)));
            values.push_back(static_cast<Real>(random() % 50));
        }
        return values;
    }
};

using Reals = testing::Types<float, double>;
TYPED_TEST_SUITE(Sorting, Reals);

TYPED_TEST(Sorting, EqualsTheStandardSort) {
    // Below and above the size from which digits are used, and enough for several threads.
    for (const std::size_t count : {10, 40'000, 600'000}) {
        auto values = this->drawn(count);
        auto expected = values;
        std::sort(expected.begin(), expected.end());
        detail::sortAscending(values);
        EXPECT_EQ(values, expected) << count;
    }
}

TYPED_TEST(Sorting, ManyEqualValuesStaySorted) {
    std::vector<TypeParam> values(100'000, TypeParam{3});
    values[77] = -1;
    detail::sortAscending(values);
    EXPECT_EQ(values.front(), TypeParam{-1});
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
}

TYPED_TEST(Sorting, KeysOrderAndComeBack) {
    const std::vector<TypeParam> ascending = {
        std::numeric_limits<TypeParam>::lowest(),     -2, TypeParam(-0.0), 0,
        std::numeric_limits<TypeParam>::denorm_min(), 1};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        EXPECT_EQ(detail::numberOfKey<TypeParam>(detail::sortKey(ascending[i])), ascending[i]);
        if (i > 0) {
            EXPECT_LT(detail::sortKey(ascending[i - 1]), detail::sortKey(ascending[i]));
        }
    }
}

TEST(ManyPairs, FloatsAndDoublesGiveTheSameCurves) {
    const test::PairData data = test::randomPairs(200'000, 5, 1e-3);
    const std::vector<float> scores(data.scores.begin(), data.scores.end());
    const std::vector<float> risk(data.risk.begin(), data.risk.end());
    const std::vector<double> wideScores(scores.begin(), scores.end());
    const std::vector<double> wideRisk(risk.begin(), risk.end());
    const BasicRocCurve<float> roc(scores, data.same);
    const RocCurve wideRoc(wideScores, data.same);
    EXPECT_EQ(roc.areaUnderCurve(), wideRoc.areaUnderCurve());
    EXPECT_EQ(roc.equalErrorRate().rate, wideRoc.equalErrorRate().rate);
    const OperatingPoint fixed = wideRoc.atFmr(1e-3);
    EXPECT_EQ(roc.atFmr(1e-3).threshold, fixed.threshold);
    const BasicEdcCurve<float> edc(scores, data.same, risk, fixed);
    const EdcCurve wideEdc(wideScores, data.same, wideRisk, fixed);
    for (const double fraction : {0.0, 0.1, 0.25, 0.9, 1.0}) {
        EXPECT_EQ(edc.at(fraction).kept, wideEdc.at(fraction).kept);
        EXPECT_EQ(edc.at(fraction).fnmr, wideEdc.at(fraction).fnmr);
    }
    EXPECT_EQ(edc.partialArea(0.3), wideEdc.partialArea(0.3));
    EXPECT_EQ(edc.partialArea(1.0), wideEdc.partialArea(1.0));
}

TEST(ManyPairs, ASampledCurveIsPartOfTheWhole) {
    const test::PairData data = test::randomPairs(20'000, 4, 1e-3);
    const RocCurve curve(data.scores, data.same);
    const auto points = curve.sampled(100);
    EXPECT_GT(points.size(), 100U);
    EXPECT_LE(points.size(), 204U);
    EXPECT_EQ(points.front().fmr, 0.0);
    EXPECT_EQ(points.back().fmr, 1.0);
    EXPECT_EQ(points.back().tmr, 1.0);
    for (std::size_t i = 1; i < points.size(); ++i) {
        EXPECT_LT(points[i].threshold, points[i - 1].threshold);
        EXPECT_EQ(points[i].tmr, curve.at(points[i].threshold).tmr);
    }
    EXPECT_THROW(curve.sampled(0), std::invalid_argument);
    EXPECT_NEAR(*dPrime<float>(std::vector<float>(data.scores.begin(), data.scores.end()), data.same),
                *dPrime<double>(data.scores, data.same), 1e-5);
}

TEST(ManyPairs, AreaAndReadingsAgreeWithTheListOfPoints) {
    const test::PairData data = test::randomPairs(3'000, 8, 0.02);
    const EdcCurve curve = test::edcAtFmr(data.scores, data.same, data.risk, 0.05);
    const auto points = test::pointsOf(curve, data.risk);
    for (const double limit : {0.2, 0.3, 0.77, 1.0}) {
        double area = 0;
        for (std::size_t i = 0; i < points.size() && points[i].discardFraction < limit; ++i) {
            const double next = i + 1 < points.size() ? points[i + 1].discardFraction : 1.0;
            area += points[i].fnmr * (std::min(next, limit) - points[i].discardFraction);
        }
        EXPECT_NEAR(curve.partialArea(limit), area, 1e-12);
    }
    for (const EdcPoint& point : points) {
        const auto kept = std::count_if(data.risk.begin(), data.risk.end(),
                                        [&](double risk) { return risk <= point.riskThreshold; });
        EXPECT_EQ(point.kept, static_cast<std::size_t>(kept));
        EXPECT_DOUBLE_EQ(point.discardFraction, static_cast<double>(3'000 - kept) / 3'000);
    }
}

}  // namespace
}  // namespace pf
