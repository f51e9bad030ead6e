#include "core/session/count_meter.h"

#include <gtest/gtest.h>

namespace pf {
namespace {

TEST(CountMeter, SaysNothingOfATimeThatItCannotKnow) {
    const CountMeter meter(Phase::Embedding, "lfw");
    const Progress progress = meter.at(0, 10);
    EXPECT_EQ(progress.phase, Phase::Embedding);
    EXPECT_EQ(progress.detail, "lfw");
    EXPECT_EQ(progress.done, 0);
    EXPECT_EQ(progress.total, 10);
    EXPECT_EQ(progress.secondsLeft, -1);
    EXPECT_EQ(progress.fraction, 0);
    EXPECT_EQ(meter.at(0, 0).fraction, -1);
    EXPECT_EQ(meter.at(0, 0).secondsLeft, 0);
}

TEST(CountMeter, WhatAnEarlierAttemptDidCountsForTheFractionAndNotForThePace) {
    CountMeter meter(Phase::Saving, "", 3);
    meter.addEarlier();
    EXPECT_EQ(meter.at(4, 8).fraction, 0.5);
    EXPECT_EQ(meter.at(4, 8).secondsLeft, -1);
    EXPECT_EQ(meter.at(4, 8).imagesPerSecond, 0);
    const Progress progress = meter.at(6, 8);
    EXPECT_GT(progress.imagesPerSecond, 0);
    // Two are done and two are left: as long again as it took.
    EXPECT_NEAR(progress.secondsLeft * progress.imagesPerSecond, 2, 1e-9);
    EXPECT_EQ(meter.at(8, 8).secondsLeft, 0);
}

}  // namespace
}  // namespace pf
