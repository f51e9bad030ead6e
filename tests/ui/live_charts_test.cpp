#include "ui/train/live_charts.h"

#include <gtest/gtest.h>

#include <QSlider>
#include <QTest>

#include "ui/chart/chart.h"
#include "ui/train/hint_bar.h"
#include "ui/train/log_panel.h"
#include "ui/train/run_phase.h"
#include "ui/train/smoothing.h"

namespace pf::ui {
namespace {

RunUpdate steps(std::int64_t first, std::int64_t last) {
    RunUpdate update;
    for (std::int64_t step = first; step <= last; ++step) {
        StepRecord record;
        record.step = step;
        record.learningRate = 0.01;
        record.imagesPerSecond = 100;
        record.terms = {{"a", 10.0 - static_cast<double>(step)}, {"mls", -1.0}, {"att_pos", 0.5}};
        record.sigmaSq = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
        update.steps.push_back(record);
    }
    return update;
}

TEST(Smoother, StartsAtTheFirstValueAndForgetsSlowly) {
    // Hand-computed with amount 0.5: (0.5*0.5*4 + 0.5*8) / (0.25 + 0.5) = 20/3.
    Smoother smoother(0.5);
    EXPECT_DOUBLE_EQ(smoother.next(4), 4);
    EXPECT_DOUBLE_EQ(smoother.next(8), 20.0 / 3.0);
    EXPECT_EQ(smoothed({1, 2, 3}, 0), (QVector<double>{1, 2, 3}));
}

TEST(LiveCharts, ShowsEachTermRawAndSmoothed) {
    LiveCharts charts;
    charts.add(steps(1, 30));
    charts.add(steps(31, 50));
    EXPECT_EQ(charts.lossChart()->pointCount(QStringLiteral("a")), 50);
    EXPECT_EQ(charts.lossChart()->pointCount(QStringLiteral("a/raw")), 50);
    EXPECT_EQ(charts.fanChart()->pointCount(QStringLiteral("band5")), 50);
    EXPECT_EQ(charts.speedChart()->pointCount(QStringLiteral("rate")), 50);
    EXPECT_TRUE(charts.lossChart()->isSeriesVisible(QStringLiteral("mls")));
    EXPECT_FALSE(charts.lossChart()->isSeriesVisible(QStringLiteral("att_pos")));
}

TEST(LiveCharts, ARewoundRunForgetsWhatCameAfter) {
    LiveCharts charts;
    charts.add(steps(1, 50));
    RunUpdate again = steps(21, 25);
    again.rewoundToStep = 20;
    charts.add(again);
    EXPECT_EQ(charts.lossChart()->pointCount(QStringLiteral("a")), 25);
    EXPECT_EQ(charts.fanChart()->pointCount(QStringLiteral("median")), 25);
}

TEST(LiveCharts, ATermThatComesLateLinesUp) {
    LiveCharts charts;
    charts.add(steps(1, 5));
    RunUpdate update = steps(6, 8);
    for (auto& step : update.steps) {
        step.terms["late"] = 2;
    }
    charts.add(update);
    EXPECT_EQ(charts.lossChart()->pointCount(QStringLiteral("late")), 8);
}

TEST(LiveCharts, TheSliderChangesOnlyTheSmoothedCurve) {
    LiveCharts charts;
    charts.add(steps(1, 20));
    auto* slider = charts.findChild<QSlider*>(QStringLiteral("smoothingSlider"));
    ASSERT_NE(slider, nullptr);
    const QString before = charts.lossChart()->csv();
    slider->setValue(0);
    ASSERT_TRUE(QTest::qWaitFor([&] { return charts.lossChart()->csv() != before; }));
    // Without smoothing both columns of a term are the same: 10 - step.
    EXPECT_TRUE(charts.lossChart()->csv().contains(QStringLiteral("\n3,7,7,")));
}

TEST(LiveCharts, EvaluationDrawsTheRiskCurveAndItsBaseline) {
    LiveCharts charts;
    RunUpdate update;
    EvaluationRecord evaluation;
    evaluation.set = "demo";
    evaluation.step = 100;
    evaluation.riskCurve = {{0.0, 1, 100, 100, 0.90, 0.5}, {0.1, 0.5, 90, 100, 0.95, 0.5}};
    evaluation.randomCurve = {{0.0, 1, 100, 100, 0.90, 0.5}, {0.1, 0.5, 90, 100, 0.90, 0.5}};
    update.evaluations.push_back(evaluation);
    charts.add(update);
    EXPECT_EQ(charts.riskChart()->pointCount(QStringLiteral("demo")), 2);
    EXPECT_EQ(charts.riskChart()->pointCount(QStringLiteral("demo/random")), 2);
    EXPECT_TRUE(charts.riskChart()->title().contains(QStringLiteral("100")));
}

TEST(HintBar, ShowsTheWorstAndRemembersWhatWasPutAway) {
    HintBar bar;
    bar.add(QStringLiteral("mls"), HintBar::Level::Info, QStringLiteral("normal"));
    bar.add(QStringLiteral("collapse"), HintBar::Level::Warning, QStringLiteral("sigma collapsed"));
    EXPECT_EQ(bar.currentText(), QStringLiteral("sigma collapsed"));
    auto* close = bar.findChild<QWidget*>(QStringLiteral("hintClose"));
    ASSERT_NE(close, nullptr);
    bar.show();
    QTest::mouseClick(close, Qt::LeftButton);
    EXPECT_EQ(bar.currentText(), QStringLiteral("normal"));
    bar.add(QStringLiteral("collapse"), HintBar::Level::Warning, QStringLiteral("sigma collapsed"));
    EXPECT_EQ(bar.currentText(), QStringLiteral("normal"));
}

TEST(LogPanel, KeepsLinesAsTheyWereWritten) {
    LogPanel panel;
    panel.addLines({"[1][1] time: 0.1", "[1][2] time: 0.2"});
    panel.addNotes({{NoteRecord::Level::Warning, 7, "sigma collapses"}});
    EXPECT_EQ(panel.text(),
              QStringLiteral("[1][1] time: 0.1\n[1][2] time: 0.2\nwarning: step 7: sigma collapses"));
}

TEST(RunPhase, OneStateDecidesWhatIsPossible) {
    EXPECT_TRUE(canStart(RunPhase::Idle));
    EXPECT_FALSE(canStart(RunPhase::Paused));
    EXPECT_TRUE(canStop(RunPhase::Paused));
    EXPECT_FALSE(canStop(RunPhase::Stopping));
    EXPECT_FALSE(canPause(RunPhase::Watching));
    EXPECT_TRUE(canResume(RunPhase::Interrupted));
    EXPECT_FALSE(canResume(RunPhase::Finished));
    EXPECT_TRUE(canExtend(RunPhase::Finished));
    EXPECT_TRUE(canUseModel(RunPhase::Finished));
    EXPECT_FALSE(canUseModel(RunPhase::Training));
}

}  // namespace
}  // namespace pf::ui
