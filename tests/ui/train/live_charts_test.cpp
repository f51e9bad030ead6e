#include "ui/train/live_charts.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/chart/chart.h"
#include "ui/train/evaluation_progress.h"
#include "ui/train/hint_bar.h"
#include "ui/train/log_panel.h"
#include "ui/train/run_header.h"
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

EvaluationRecord evaluationAt(const char* set, std::int64_t step, double accuracy, double area) {
    EvaluationRecord record;
    record.set = set;
    record.step = step;
    record.scores["mls"].accuracy = accuracy;
    record.scores["cosine"].accuracy = accuracy - 0.01;
    for (const double discard : {0.0, 0.1, 0.2, 0.3}) {
        record.riskMax.push_back({discard, 0.5, 90, 100, accuracy - 0.01 + discard / 10, 0.3});
    }
    record.fnmrAreas = {area / 4, area / 3, area};
    return record;
}

RunUpdate evaluations(std::vector<EvaluationRecord> records) {
    RunUpdate update;
    update.evaluations = std::move(records);
    return update;
}

QString legendText(const LiveCharts& charts, const char* id) {
    // Entries that were removed go with the next turn of the event loop.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const auto* button =
        charts.evaluationChart()->findChild<QToolButton*>(QStringLiteral("legend-") + QLatin1String(id));
    return button == nullptr ? QString() : button->text();
}

QString marks(const LiveCharts& charts) {
    return charts.evaluationChart()->accessibleDescription();
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

TEST(LiveCharts, EveryEvaluationAddsAPointToEachAccuracy) {
    LiveCharts charts;
    const Chart& chart = *charts.evaluationChart();
    charts.add(evaluations({evaluationAt("lfw", 500, 0.90, 0.08)}));
    charts.add(evaluations({evaluationAt("lfw", 1000, 0.95, 0.05), evaluationAt("lfw", 1500, 0.93, 0.06)}));
    for (const char* line :
         {"lfw/mls_accuracy", "lfw/cosine_accuracy", "lfw/discard10", "lfw/discard20", "lfw/discard30"}) {
        EXPECT_EQ(chart.pointCount(QString::fromLatin1(line)), 3) << line;
    }
    EXPECT_FALSE(chart.seriesIds().contains(QStringLiteral("lfw/pauc")));
    EXPECT_EQ(charts.progress().bestStep(), 1000);
    EXPECT_EQ(marks(charts), QStringLiteral("best: step 1,000"));
    EXPECT_EQ(legendText(charts, "lfw/discard10"), QStringLiteral("−10 %"));
}

TEST(LiveCharts, TheMetricDecidesWhatIsBestAndDrawn) {
    LiveCharts charts;
    const Chart& chart = *charts.evaluationChart();
    charts.add(evaluations({evaluationAt("lfw", 500, 0.90, 0.08), evaluationAt("lfw", 1000, 0.95, 0.05),
                            evaluationAt("lfw", 1500, 0.93, 0.04)}));
    auto* metric = charts.findChild<QComboBox*>(QStringLiteral("evaluationMetric"));
    ASSERT_NE(metric, nullptr);
    ASSERT_EQ(metric->count(), 6);
    charts.show();
    metric->setFocus();
    QTest::keyClick(metric, Qt::Key_End);
    EXPECT_EQ(charts.progress().metric(), QStringLiteral("pauc"));
    EXPECT_EQ(charts.progress().bestStep(), 1500) << "the smallest area is the best";
    EXPECT_EQ(chart.pointCount(QStringLiteral("lfw/pauc_20")), 3);
    EXPECT_EQ(chart.pointCount(QStringLiteral("lfw/pauc")), 3);
    EXPECT_FALSE(chart.seriesIds().contains(QStringLiteral("lfw/mls_accuracy")));
    EXPECT_EQ(marks(charts), QStringLiteral("best: step 1,500"));
    charts.setBestBy(QStringLiteral("no such metric"));
    EXPECT_EQ(charts.progress().metric(), QStringLiteral("pauc"));
    charts.setBestBy(QStringLiteral("risk_accuracy"));
    EXPECT_EQ(charts.progress().bestStep(), 1000);
}

TEST(LiveCharts, TheBestIsTheMeanOverAllSets) {
    LiveCharts charts;
    charts.add(evaluations({evaluationAt("lfw", 500, 0.90, 0.08), evaluationAt("cplfw", 500, 0.80, 0.20),
                            evaluationAt("lfw", 1000, 0.92, 0.05), evaluationAt("cplfw", 1000, 0.77, 0.30)}));
    EXPECT_EQ(charts.progress().bestStep(), 500) << "0.850 against 0.845";
    // The easy set alone is not compared with the mean of both.
    charts.add(evaluations({evaluationAt("lfw", 1500, 0.99, 0.01)}));
    EXPECT_EQ(charts.progress().bestStep(), 500);
    charts.add(evaluations({evaluationAt("cplfw", 1500, 0.80, 0.2)}));
    EXPECT_EQ(charts.progress().bestStep(), 1500);
    EXPECT_EQ(charts.evaluationChart()->pointCount(QStringLiteral("best")), 2) << "a dot on each set's curve";
    EXPECT_EQ(legendText(charts, "lfw"), QStringLiteral("lfw"));
    EXPECT_EQ(legendText(charts, "cplfw"), QStringLiteral("cplfw"));
    EXPECT_TRUE(legendText(charts, "lfw/discard10").isEmpty()) << "one entry a set";
}

TEST(LiveCharts, TheLegendFollowsFromOneSetToSeveral) {
    LiveCharts charts;
    charts.show();
    charts.add(evaluations({evaluationAt("lfw", 500, 0.90, 0.08)}));
    EXPECT_EQ(legendText(charts, "lfw/mls_accuracy"), QStringLiteral("MLS"));
    charts.add(evaluations({evaluationAt("cplfw", 500, 0.80, 0.20)}));
    EXPECT_TRUE(legendText(charts, "lfw/mls_accuracy").isEmpty());
    EXPECT_EQ(legendText(charts, "lfw"), QStringLiteral("lfw"));
    // A set that is switched off is switched off with all its curves; other curves start switched on.
    auto* lfw = charts.evaluationChart()->findChild<QToolButton*>(QStringLiteral("legend-lfw"));
    ASSERT_NE(lfw, nullptr);
    QTest::mouseClick(lfw, Qt::LeftButton);
    EXPECT_FALSE(charts.evaluationChart()->isSeriesVisible(QStringLiteral("lfw/discard20")));
    charts.setBestBy(QStringLiteral("pauc"));
    EXPECT_TRUE(charts.evaluationChart()->isSeriesVisible(QStringLiteral("lfw/pauc")));
    EXPECT_EQ(legendText(charts, "lfw"), QStringLiteral("lfw"));
    lfw = charts.evaluationChart()->findChild<QToolButton*>(QStringLiteral("legend-lfw"));
    ASSERT_NE(lfw, nullptr);
    EXPECT_TRUE(lfw->isChecked());
}

TEST(LiveCharts, MarksTheCheckpointThatTheRunKept) {
    LiveCharts charts;
    RunUpdate update =
        evaluations({evaluationAt("lfw", 500, 0.95, 0.05), evaluationAt("lfw", 1000, 0.93, 0.04)});
    update.checkpoints = {{500, "checkpoints/500", true}, {1000, "checkpoints/1000", false}};
    charts.add(update);
    EXPECT_EQ(charts.progress().keptStep(), 500);
    EXPECT_EQ(marks(charts), QStringLiteral("best, kept by the run: step 500"));
    charts.setBestBy(QStringLiteral("pauc"));
    EXPECT_EQ(marks(charts), QStringLiteral("best: step 1,000 · kept by the run: step 500"));
    EXPECT_EQ(charts.evaluationChart()->pointCount(QStringLiteral("kept")), 1);
}

TEST(LiveCharts, FilesWithoutAreasStillHaveTheirAccuracies) {
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    LiveCharts charts;
    EvaluationRecord old = evaluationAt("lfw", 500, 0.9, unknown);
    old.riskMax[3].accuracy = unknown;  // too few pairs were left
    charts.add(evaluations({old}));
    EXPECT_EQ(charts.progress().bestStep(), 500);
    charts.setBestBy(QStringLiteral("risk_accuracy"));
    EXPECT_EQ(charts.progress().bestStep(), 500) << "by the largest discard that could be measured";
    charts.setBestBy(QStringLiteral("pauc_20"));
    EXPECT_FALSE(charts.progress().bestStep());
    EXPECT_TRUE(charts.evaluationChart()->seriesIds().isEmpty());
    // A newer evaluation of the same run knows them.
    charts.add(evaluations({evaluationAt("lfw", 1000, 0.9, 0.1)}));
    EXPECT_EQ(charts.progress().bestStep(), 1000);
    EvaluationRecord bare;
    bare.set = "lfw";
    bare.step = 1500;
    bare.fnmrAreas.fill(unknown);
    charts.add(evaluations({bare}));
    charts.setBestBy(QStringLiteral("mls_accuracy"));
    EXPECT_EQ(charts.progress().bestStep(), 500) << "the earliest of equals";
}

TEST(LiveCharts, ARewoundRunForgetsItsLaterEvaluations) {
    LiveCharts charts;
    RunUpdate update =
        evaluations({evaluationAt("lfw", 500, 0.90, 0.05), evaluationAt("lfw", 1000, 0.95, 0.04)});
    update.checkpoints = {{500, "a", true}, {1000, "b", true}};
    charts.add(update);
    RunUpdate again;
    again.rewoundToStep = 600;
    charts.add(again);
    EXPECT_EQ(charts.progress().bestStep(), 500);
    EXPECT_EQ(charts.progress().keptStep(), 500);
    EXPECT_EQ(charts.evaluationChart()->pointCount(QStringLiteral("lfw/mls_accuracy")), 1);
    EvaluationRecord next = evaluationAt("lfw", 700, 0.91, 0.05);
    next.riskCurve = {{0.0, 1, 100, 100, 0.91, 0.5}};
    charts.add(evaluations({next}));
    EXPECT_TRUE(charts.riskChart()->title().contains(QStringLiteral("700")))
        << "the risk curve of step 1,000 belongs to a past that was dropped";
    charts.clear();
    EXPECT_FALSE(charts.progress().bestStep());
    EXPECT_TRUE(charts.evaluationChart()->seriesIds().isEmpty());
}

TEST(LiveCharts, RemembersTheMetric) {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    {
        LiveCharts charts;
        charts.setBestBy(QStringLiteral("pauc_30"));
        charts.saveState(settings);
    }
    LiveCharts charts;
    charts.restoreState(settings);
    EXPECT_EQ(charts.progress().metric(), QStringLiteral("pauc_30"));
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

TEST(HintBar, WhyNothingGoesOnComesBeforeOlderWarnings) {
    HintBar bar;
    bar.add(QStringLiteral("waiting"), HintBar::Level::Waiting, QStringLiteral("the disk is full"));
    bar.add(QStringLiteral("a"), HintBar::Level::Warning, QStringLiteral("an image is thin"));
    EXPECT_EQ(bar.currentText(), QStringLiteral("the disk is full"));
    bar.add(QStringLiteral("waiting"), HintBar::Level::Waiting, {});
    bar.add(QStringLiteral("b"), HintBar::Level::Warning, QStringLiteral("another is, too"));
    EXPECT_EQ(bar.currentText(), QStringLiteral("another is, too")) << "of equal ones the newest";
}

TEST(RunHeader, WaitingShowsNoTimeLeftAndLongerWordsMoveNoBar) {
    RunHeader header;
    header.resize(900, 60);
    header.show();
    header.setName(QStringLiteral("tiny run · seed 1"), {});
    header.setPhase(RunPhase::Training);
    header.setSteps(30, 120, 26, 1583);
    auto* numbers = header.findChild<QLabel*>(QStringLiteral("runNumbers"));
    ASSERT_NE(numbers, nullptr);
    EXPECT_TRUE(numbers->text().contains(QStringLiteral("left")));
    QTest::qWait(20);
    const int width = numbers->width();
    header.setSteps(31, 120, 26, 571);
    QTest::qWait(20);
    EXPECT_EQ(numbers->width(), width);
    header.setPhase(RunPhase::Waiting, {}, QStringLiteral("the disk of /data is full"));
    EXPECT_FALSE(numbers->text().contains(QStringLiteral("left"))) << numbers->text().toStdString();
    EXPECT_TRUE(numbers->text().contains(QStringLiteral("31")));
    auto* state = header.findChild<QLabel*>(QStringLiteral("runState"));
    EXPECT_EQ(state->toolTip(), QStringLiteral("the disk of /data is full"));
    header.setPhase(RunPhase::Training);
    EXPECT_TRUE(numbers->text().contains(QStringLiteral("left")));
}

TEST(RunHeader, WithoutACheckpointResumeIsTheMainAction) {
    RunHeader header;
    header.show();
    header.setPhase(RunPhase::Interrupted);
    auto* gallery = header.findChild<QPushButton*>(QStringLiteral("galleryButton"));
    auto* resume = header.findChild<QPushButton*>(QStringLiteral("resumeButton"));
    ASSERT_TRUE(gallery != nullptr && resume != nullptr);
    EXPECT_TRUE(gallery->isEnabled());
    header.setModelReady(false);
    EXPECT_FALSE(gallery->isEnabled());
    EXPECT_TRUE(gallery->toolTip().contains(QStringLiteral("checkpoint")));
    EXPECT_TRUE(resume->property("primary").toBool());
    header.setModelReady(true);
    EXPECT_TRUE(gallery->isEnabled());
    EXPECT_FALSE(resume->property("primary").toBool());
}

TEST(LogPanel, KeepsLinesAsTheyWereWritten) {
    LogPanel panel;
    panel.add({"[1][1] time: 0.1", "[1][2] time: 0.2"},
              {{NoteRecord::Level::Warning, 7, "sigma collapses"},
               {NoteRecord::Level::Info, 0, "before the first step"}},
              10);
    EXPECT_EQ(panel.text(), QStringLiteral("note: before the first step\n[1][1] time: 0.1\n[1][2] time: 0.2\n"
                                           "warning: step 7: sigma collapses"));
}

TEST(LogPanel, NotesOfARunThatIsReadStandAtTheirSteps) {
    LogPanel panel;
    // Stopped after step 14, resumed from the checkpoint of step 10.
    panel.add({"[1][9] a", "[1][10] a", "score mls acc 0.9", "[2][4] a", "[2][1] b", "[2][2] b", "[2][10] b"},
              {{NoteRecord::Level::Info, 0, "opened"},
               {NoteRecord::Level::Warning, 10, "thin"},
               {NoteRecord::Level::Warning, 14, "full"},
               {NoteRecord::Level::Info, 10, "resumed"},
               {NoteRecord::Level::Warning, 12, "dark"}},
              10);
    EXPECT_EQ(panel.text(),
              QStringLiteral("note: opened\n[1][9] a\n[1][10] a\nscore mls acc 0.9\n"
                             "warning: step 10: thin\n[2][4] a\nwarning: step 14: full\n"
                             "note: step 10: resumed\n[2][1] b\n[2][2] b\nwarning: step 12: dark\n"
                             "[2][10] b"));
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

TEST(LiveCharts, TheRiskCurveGoesWithItsEvaluationAndItsTitleToo) {
    LiveCharts charts;
    const QString untouched = charts.riskChart()->title();
    auto evaluation = evaluationAt("lfw", 50, 0.9, 0.1);
    evaluation.riskCurve = {{0.0, 0.5, 100, 100, 0.9, 0.3}, {0.1, 0.5, 90, 100, 0.95, 0.3}};
    charts.add(steps(1, 60));
    charts.add(evaluations({evaluation}));
    ASSERT_EQ(charts.riskChart()->pointCount(QStringLiteral("lfw")), 2);
    EXPECT_NE(charts.riskChart()->title(), untouched);
    RunUpdate back;
    back.rewoundToStep = 40;
    charts.add(back);
    EXPECT_EQ(charts.riskChart()->pointCount(QStringLiteral("lfw")), 0);
    EXPECT_EQ(charts.riskChart()->title(), untouched);
    charts.add(evaluations({evaluation}));
    charts.clear();
    EXPECT_EQ(charts.riskChart()->title(), untouched);
}

}  // namespace
}  // namespace pf::ui
