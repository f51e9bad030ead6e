#include <gtest/gtest.h>

#include "tests/ui/runs/run_fixture.h"
#include "ui/train/run_pace.h"

namespace pf::ui {
namespace {

RunUpdate stepsOf(std::int64_t first, std::int64_t last) {
    RunUpdate update;
    for (std::int64_t step = first; step <= last; ++step) {
        update.steps.push_back(stepRecord(step));  // 0.1 s each
    }
    return update;
}

TEST(RunPace, EstimatesFromTheStepsThatWereReadHere) {
    RunPace pace;
    EXPECT_LT(pace.secondsLeft(100), 0);
    pace.add(stepsOf(41, 41));
    EXPECT_LT(pace.secondsLeft(100), 0) << "one step has no pace";
    pace.add(stepsOf(42, 60));
    EXPECT_EQ(pace.step(), 60);
    EXPECT_EQ(pace.imagesPerSecond(), 100);
    EXPECT_NEAR(pace.secondsLeft(100), 4, 1e-9);
    pace.add(RunUpdate());
    EXPECT_EQ(pace.step(), 60);
}

TEST(RunPace, BeginsAgainWhereTheRunWentBack) {
    RunPace pace;
    pace.add(stepsOf(1, 60));
    RunUpdate back = stepsOf(11, 12);
    back.rewoundToStep = 10;
    back.steps.back().elapsedSeconds += 1;  // slower now
    pace.add(back);
    EXPECT_EQ(pace.step(), 12);
    EXPECT_NEAR(pace.secondsLeft(22), 10 * 1.1, 1e-9);
}

TEST(RunPace, WhatTheWorkerExpectsCountsMore) {
    RunPace pace;
    pace.add(stepsOf(1, 50));
    Progress progress;
    progress.secondsLeft = 77;
    pace.add(progress);
    EXPECT_EQ(pace.secondsLeft(100), 77);
    pace.restart();
    EXPECT_LT(pace.secondsLeft(100), 0);
    EXPECT_EQ(pace.step(), 0);
}

}  // namespace
}  // namespace pf::ui
