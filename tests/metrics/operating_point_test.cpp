#include "core/metrics/roc.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using ::testing::HasSubstr;

// Impostors 0.0 .. 0.9, genuine 0.25, 0.75, 0.85, 0.95.
const std::vector<double> kScores = {0.0, 0.1, 0.2, 0.3,  0.4,  0.5,  0.6,
                                     0.7, 0.8, 0.9, 0.25, 0.75, 0.85, 0.95};
const std::vector<std::uint8_t> kSame = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};

OperatingPoint pointAt(const std::vector<double>& scores, const std::vector<std::uint8_t>& same, double fmr) {
    return RocCurve(scores, same).atFmr(fmr);
}

std::vector<OperatingPoint> pointsAt(const std::vector<double>& targets) {
    std::vector<OperatingPoint> points;
    for (const double target : targets) {
        points.push_back(pointAt(kScores, kSame, target));
    }
    return points;
}

TEST(OperatingPoints, ByHand) {
    const std::vector<double> targets = {0.1, 0.2, 1.0, 0.0};
    const std::vector<OperatingPoint> points = pointsAt(targets);
    EXPECT_EQ(points[0].threshold, 0.9);
    EXPECT_DOUBLE_EQ(points[0].fmr, 0.1);
    EXPECT_DOUBLE_EQ(points[0].tmr, 0.25);
    EXPECT_DOUBLE_EQ(points[0].fnmr(), 0.75);
    EXPECT_EQ(points[1].threshold, 0.8);
    EXPECT_DOUBLE_EQ(points[1].tmr, 0.5);
    EXPECT_EQ(points[2].threshold, 0.0);
    EXPECT_EQ(points[2].tmr, 1.0);
    EXPECT_EQ(points[3].threshold, std::nextafter(0.9, 1.0));
    EXPECT_EQ(points[3].fmr, 0.0);
    EXPECT_DOUBLE_EQ(points[3].tmr, 0.25);
    for (const OperatingPoint& point : points) {
        EXPECT_TRUE(point.reachable);
    }
}

TEST(OperatingPoints, TooFewImpostorsAreSaid) {
    const std::vector<double> targets = {0.1, 0.09, 0.01, 1e-8};
    const std::vector<OperatingPoint> points = pointsAt(targets);
    EXPECT_TRUE(points[0].reachable);
    EXPECT_FALSE(points[1].reachable);
    EXPECT_EQ(points[1].threshold, 0.9);
    EXPECT_FALSE(points[2].reachable);
    EXPECT_FALSE(points[3].reachable);
    EXPECT_EQ(points[3].fmr, 0.0);
}

TEST(OperatingPoints, HalvesRoundToEvenAsTheReferenceDoes) {
    EXPECT_EQ(pointAt(kScores, kSame, 0.05).threshold, std::nextafter(0.9, 1.0));
    EXPECT_EQ(pointAt(kScores, kSame, 0.15).threshold, 0.8);
    EXPECT_EQ(pointAt(kScores, kSame, 0.25).threshold, 0.8);
}

TEST(OperatingPoints, TiesNeverExceedTheRateThatWasAsked) {
    const std::vector<double> scores(6, 0.5);
    const std::vector<std::uint8_t> same = {0, 0, 0, 0, 1, 1};
    for (const double target : {0.0, 0.25, 0.75}) {
        const OperatingPoint point = pointAt(scores, same, target);
        EXPECT_EQ(point.threshold, std::nextafter(0.5, 1.0)) << target;
        EXPECT_EQ(point.fmr, 0.0);
        EXPECT_EQ(point.tmr, 0.0);
    }
    EXPECT_EQ(pointAt(scores, same, 1.0).tmr, 1.0);
    // Impostors 0.9, 0.7, 0.7, 0.7, 0.1: of five, two at most are asked for, and only one or four can be had.
    const std::vector<double> some = {0.9, 0.7, 0.7, 0.7, 0.1, 0.95, 0.8, 0.7};
    const std::vector<std::uint8_t> kinds = {0, 0, 0, 0, 0, 1, 1, 1};
    const OperatingPoint two = pointAt(some, kinds, 0.4);
    EXPECT_EQ(two.threshold, std::nextafter(0.7, 1.0));
    EXPECT_DOUBLE_EQ(two.fmr, 0.2);
    EXPECT_DOUBLE_EQ(two.tmr, 2.0 / 3);
    const OperatingPoint four = pointAt(some, kinds, 0.8);
    EXPECT_EQ(four.threshold, 0.7);
    EXPECT_DOUBLE_EQ(four.fmr, 0.8);
    EXPECT_EQ(four.tmr, 1.0);
}

TEST(OperatingPoints, RefuseBadInput) {
    const std::vector<double> scores = {0.1, 0.2};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    pointAt(scores, std::vector<std::uint8_t>{1, 1}, 0.1);
                }),
                HasSubstr("none of the 2 pairs is impostor"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    pointAt(scores, std::vector<std::uint8_t>{0, 0}, 0.1);
                }),
                HasSubstr("none of the 2 pairs is genuine"));
    EXPECT_THAT(messageOf<std::invalid_argument>([] { pointAt(kScores, kSame, 1.5); }),
                HasSubstr("FMR target is 1.5"));
    EXPECT_THROW(pointAt({}, {}, 0.1), std::invalid_argument);
    EXPECT_THROW(pointAt(std::vector<double>{0.1, std::numeric_limits<double>::quiet_NaN()},
                         std::vector<std::uint8_t>{0, 1}, 0.1),
                 std::domain_error);
}

}  // namespace
}  // namespace pf
