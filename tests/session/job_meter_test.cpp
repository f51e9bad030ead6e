#include "core/session/job_meter.h"

#include <gtest/gtest.h>

#include <vector>

namespace pf {
namespace {

/// Drives a meter by a clock of its own and keeps what it says.
class JobMeterTest : public testing::Test {
  protected:
    JobMeter make(std::vector<JobPart> parts) {
        return JobMeter(
            std::move(parts), [this](const Progress& progress) { said.push_back(progress); },
            [this] { return now; });
    }
    /// `total` units of a phase, `seconds` each.
    void work(JobMeter& meter, Phase phase, int total, double seconds, const std::string& detail = {}) {
        workOn(meter, phase, total, total, seconds, detail);
    }
    /// `done` of `total` units.
    void workOn(JobMeter& meter, Phase phase, int done, int total, double seconds,
                const std::string& detail = {}) {
        for (int unit = 1; unit <= done; ++unit) {
            now += seconds;
            meter.report({.phase = phase, .detail = detail, .done = unit, .total = total});
        }
    }
    void expectForward() const {
        for (std::size_t i = 1; i < said.size(); ++i) {
            ASSERT_GE(said[i].fraction, said[i - 1].fraction) << "at report " << i;
            ASSERT_LE(said[i].fraction, 1.0);
        }
    }

    double now = 100;
    std::vector<Progress> said;
};

TEST_F(JobMeterTest, AJobOfSeveralPhasesNeverRunsBackwardsAndIsDoneOnlyAtItsEnd) {
    JobMeter meter = make({{Phase::Checking, 0, 1, 50, 0.001},
                           {Phase::Extracting, 1, 1, 50, 0.01},
                           {Phase::Training, 2, 1, 300, 0.02},
                           {Phase::Evaluating, 2, 2, 50, 0.01, Phase::Extracting}});
    meter.report({.phase = Phase::Opening, .detail = "faces"});
    work(meter, Phase::Checking, 400, 0.001);
    work(meter, Phase::Extracting, 800, 0.03);
    EXPECT_LT(said.back().fraction, 0.9) << "the extraction is done, the job is not";
    work(meter, Phase::Training, 300, 0.01);
    work(meter, Phase::Evaluating, 1200, 0.03, "lfw");
    work(meter, Phase::Evaluating, 100, 0.03, "own");
    EXPECT_LT(said.back().fraction, 1);
    meter.report({.phase = Phase::Done, .done = 300, .total = 300});
    EXPECT_EQ(said.back().fraction, 1);
    EXPECT_EQ(said.back().secondsLeft, 0);
    expectForward();
}

TEST_F(JobMeterTest, TimeOfWaitingIsNoWork) {
    JobMeter meter = make({{Phase::Training, 0, 1, 100, 1}});
    workOn(meter, Phase::Training, 50, 100, 0.1);
    EXPECT_NEAR(said.back().secondsLeft, 5, 1e-6);
    meter.setWaiting(true);
    now += 600;
    meter.report({.phase = Phase::Training, .done = 50, .total = 100});
    EXPECT_LT(said.back().secondsLeft, 0) << "nobody knows";
    now += 600;
    meter.setWaiting(false);
    now += 0.1;
    meter.report({.phase = Phase::Training, .done = 51, .total = 100});
    EXPECT_NEAR(said.back().secondsLeft, 4.9, 1e-6);
}

TEST_F(JobMeterTest, TheTimeLeftIsOfTheWholeJob) {
    JobMeter meter = make({{Phase::Extracting, 0, 1, 100, 0.02}, {Phase::Training, 1, 1, 100, 0.1}});
    work(meter, Phase::Extracting, 100, 0.02);
    // 100 steps are still to come at 0.1 s, which nothing has measured yet.
    EXPECT_NEAR(said.back().secondsLeft, 10, 0.5);
    EXPECT_NEAR(said.back().fraction, 2.0 / 12, 0.02);
    workOn(meter, Phase::Training, 50, 100, 0.1);
    EXPECT_NEAR(said.back().secondsLeft, 5, 0.5);
    EXPECT_NEAR(said.back().fraction, 7.0 / 12, 0.02);
}

TEST_F(JobMeterTest, APhaseThatWasSkippedDoesNotHoldTheJobBack) {
    JobMeter meter = make({{Phase::Extracting, 0, 1, 1000, 1}, {Phase::Training, 1, 1, 10, 0.1}});
    workOn(meter, Phase::Training, 5, 10, 0.5);
    EXPECT_NEAR(said.back().fraction, 0.5, 0.01);
}

TEST_F(JobMeterTest, AResumedRunBeginsWhereItWas) {
    JobMeter meter =
        make({{.phase = Phase::Training, .unitsPerRound = 100, .secondsPerUnit = 0.1, .mayResume = true}});
    now += 0.1;
    meter.report({.phase = Phase::Training, .done = 61, .total = 100});
    EXPECT_NEAR(said.back().fraction, 0.61, 0.01);
    for (int step = 62; step <= 80; ++step) {
        now += 0.1;
        meter.report({.phase = Phase::Training, .done = step, .total = 100});
    }
    EXPECT_NEAR(said.back().secondsLeft, 2, 0.3) << "the pace is that of the steps made now";
}

TEST_F(JobMeterTest, APauseCostsNoTime) {
    JobMeter meter = make({{Phase::Training, 0, 1, 100, 0.1}});
    workOn(meter, Phase::Training, 50, 100, 0.1);
    meter.report({.phase = Phase::Training, .done = 50, .total = 100, .paused = true});
    now += 3600;
    meter.report({.phase = Phase::Training, .done = 51, .total = 100});
    EXPECT_NEAR(said.back().secondsLeft, 5, 0.5);
    EXPECT_NEAR(said.back().fraction, 0.51, 0.01);
}

TEST_F(JobMeterTest, SetsThatTurnOutLargerStopTheBarButDoNotTurnIt) {
    JobMeter meter = make({{Phase::Evaluating, 0, 2, 100, 0.01}});
    work(meter, Phase::Evaluating, 100, 0.01, "small");
    const double half = said.back().fraction;
    EXPECT_NEAR(half, 0.5, 0.01);
    work(meter, Phase::Evaluating, 5000, 0.01, "large");
    expectForward();
    EXPECT_LT(said.back().fraction, 1);
}

TEST_F(JobMeterTest, APartMayCountOtherwiseThanThePhaseThatIsShown) {
    JobMeter meter = make({{Phase::Evaluating}});
    meter.report({.phase = Phase::Embedding, .detail = "a", .done = 3, .total = 4}, Phase::Evaluating, 0.25,
                 2);
    EXPECT_EQ(said.back().phase, Phase::Embedding);
    EXPECT_EQ(said.back().done, 3);
    EXPECT_NEAR(said.back().fraction, 0.125, 1e-9);
    meter.report({.phase = Phase::Embedding, .detail = "b", .done = 1, .total = 4}, Phase::Evaluating, 1.25,
                 2);
    EXPECT_NEAR(said.back().fraction, 0.625, 1e-9) << "another detail is not another round here";
}

}  // namespace
}  // namespace pf
