#include <gtest/gtest.h>

#include <chrono>

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/ui/runs/run_fixture.h"
#include "ui/chart/chart.h"
#include "ui/kit/paths/run_lister.h"
#include "ui/runs/config_diff.h"
#include "ui/runs/run_overlay.h"
#include "ui/runs/runs_page.h"
#include "ui/runs/runs_table_model.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {
namespace {

class RunsTest : public testing::Test {
  protected:
    void SetUp() override {
        QSettings().clear();
        root = folder.path().toStdString();
        first.run.name = "alpha";
        second.run.name = "beta";
        second.train.seed = 2;
        second.loss.constraintKind = "l1";
        writeRun(root / "alpha/20260101-120000", first, 10, "finished");
        writeRun(root / "beta/20260102-120000", second, 20, "interrupted");
    }
    QString path(const char* run) { return QString::fromStdString((root / run).string()); }

    QTemporaryDir folder;
    std::filesystem::path root;
    Options first;
    Options second;
};

TEST_F(RunsTest, TableModelBehavesAsAModel) {
    RunsTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRuns(listRuns(root));
    ASSERT_EQ(model.rowCount(), 2);
    QSignalSpy ticked(&model, &RunsTableModel::tickedChanged);
    EXPECT_TRUE(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    EXPECT_EQ(model.ticked(), QStringList{model.directory(0)});
    model.setRuns({});
    EXPECT_TRUE(model.ticked().isEmpty()) << "a run that is gone is no longer ticked";
    EXPECT_EQ(ticked.count(), 2);
}

TEST_F(RunsTest, DifferencesNameKeyAndBothValues) {
    const auto differences = configDifferences({&first, &second});
    ASSERT_EQ(differences.size(), 2U);
    EXPECT_EQ(differences[0].key, QStringLiteral("loss.constraint.kind"));
    EXPECT_EQ(differences[0].values, (QStringList{"l2", "l1"}));
    EXPECT_EQ(differences[1].key, QStringLiteral("train.seed"));
    EXPECT_TRUE(configDifferences({&first, &first}).empty());
}

TEST_F(RunsTest, PageListsSearchesAndOverlays) {
    RunsPage page;
    page.resize(1000, 700);
    page.show();
    ASSERT_TRUE(page.openPath(folder.path()));
    ASSERT_TRUE(QTest::qWaitFor([&] { return page.model().rowCount() == 2; }));
    auto* table = page.findChild<QTableView*>(QStringLiteral("runTable"));
    ASSERT_NE(table, nullptr);
    auto* search = page.findChild<QLineEdit*>(QStringLiteral("runSearch"));
    QTest::keyClicks(search, QStringLiteral("beta"));
    EXPECT_EQ(table->model()->rowCount(), 1);
    search->clear();

    for (int row = 0; row < 2; ++row) {
        page.model().setData(page.model().index(row, 0), Qt::Checked, Qt::CheckStateRole);
    }
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return page.overlay().metrics().contains(QStringLiteral("loss mls")); }));
    page.overlay().setMetric(QStringLiteral("loss a"));
    Chart* chart = page.overlay().chart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return chart->pointCount(path("beta/20260102-120000")) == 20; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return chart->pointCount(path("alpha/20260101-120000")) == 10; }));
    page.overlay().setMetric(QStringLiteral("demo: mls accuracy"));
    EXPECT_EQ(chart->pointCount(path("alpha/20260101-120000")), 1);

    auto* diff = page.findChild<QTableWidget*>(QStringLiteral("configDiff"));
    ASSERT_NE(diff, nullptr);
    ASSERT_TRUE(QTest::qWaitFor([&] { return diff->rowCount() == 2; }));

    page.model().setTicked(path("beta/20260102-120000"), false);
    EXPECT_EQ(diff->rowCount(), 0);
    ASSERT_TRUE(QTest::qWaitFor([&] { return chart->seriesIds().size() == 1; }));
}

TEST_F(RunsTest, SaysThatItReadsBeforeItSaysThatThereAreNone) {
    const QTemporaryDir empty;
    RunsPage page;
    const auto words = [&page] {
        QStringList all;
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            all << label->text();
        }
        return all.join(QLatin1Char(' '));
    };
    EXPECT_TRUE(words().contains(QStringLiteral("Reading runs")));
    EXPECT_FALSE(words().contains(QStringLiteral("No runs yet")));
    ASSERT_TRUE(page.openPath(empty.path()));
    EXPECT_TRUE(QTest::qWaitFor([&] { return words().contains(QStringLiteral("No runs yet")); }));
}

TEST_F(RunsTest, ARunIsListedOnceHoweverManyFoldersHoldIt) {
    const RunControl control;
    const QString alpha = path("alpha/20260101-120000");
    EXPECT_EQ(listRunsOf({path("alpha"), folder.path(), alpha}, control).size(), 2U);
    const auto alone = listRunsOf({alpha}, control);
    ASSERT_EQ(alone.size(), 1U);
    EXPECT_EQ(alone.front().directory, root / "alpha/20260101-120000");
}

TEST_F(RunsTest, OpeningARunListsItsRootOnlyWhereItsRecipeNamesIt) {
    TrainPage page;
    page.openRun(path("alpha/20260101-120000"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return runRoots().contains(path("alpha/20260101-120000")); }));
    EXPECT_FALSE(runRoots().contains(folder.path()));
    first.run.root = root.string();
    writeRun(root / "alpha/20260103-120000", first, 10, "finished");
    page.openRun(path("alpha/20260103-120000"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return runRoots().contains(folder.path()); }));
}

TEST_F(RunsTest, LongNamesOfRunsDoNotPushTheirOptionsOut) {
    ConfigDiff diff;
    diff.resize(420, 200);
    const QString name =
        QStringLiteral("a_run_that_was_named_by_pasting_every_option_into_it_resface64_m_l2/%1");
    diff.setRuns({{name.arg(1), &first}, {name.arg(2), &second}});
    ASSERT_EQ(diff.columnCount(), 3);
    EXPECT_LE(diff.columnWidth(0) + diff.columnWidth(1), 400);
    EXPECT_EQ(diff.horizontalHeaderItem(1)->toolTip(), name.arg(1));
    EXPECT_NE(diff.horizontalHeaderItem(1)->text(), diff.horizontalHeaderItem(2)->text());
}

TEST_F(RunsTest, CurvesThatAreTheSameAreNamed) {
    RunOverlay overlay;
    overlay.setRuns({path("alpha/20260101-120000"), path("beta/20260102-120000")});
    auto* same = overlay.findChild<QLabel*>(QStringLiteral("sameCurves"));
    ASSERT_NE(same, nullptr);
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return overlay.metrics().contains(QStringLiteral("demo: mls accuracy")); }));
    EXPECT_EQ(overlay.metrics().first(), QStringLiteral("demo: mls accuracy"));
    EXPECT_TRUE(same->isHidden());
}

TEST_F(RunsTest, ARunKeepsItsColour) {
    const QString alpha = path("alpha/20260101-120000");
    const QString beta = path("beta/20260102-120000");
    RunOverlay overlay;
    const auto swatch = [&](const QString& run) {
        const auto* entry = overlay.chart()->findChild<QToolButton*>(QStringLiteral("legend-") + run);
        return entry == nullptr ? QString() : entry->property("swatch").toString();
    };
    overlay.setRuns({alpha, beta});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !swatch(alpha).isEmpty() && !swatch(beta).isEmpty(); }));
    const QString before = swatch(beta);
    EXPECT_NE(before, swatch(alpha));
    overlay.setRuns({});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    ASSERT_TRUE(swatch(beta).isEmpty());
    overlay.setRuns({beta});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !swatch(beta).isEmpty(); }));
    EXPECT_EQ(swatch(beta), before) << "alone, and after it was hidden";

    RunOverlay restarted;
    restarted.setColoured(overlay.coloured());
    restarted.setRuns({beta, alpha});
    EXPECT_EQ(restarted.coloured(), QStringList({alpha, beta}));
}

TEST_F(RunsTest, DoubleClickOpensTheRun) {
    RunsPage page;
    page.resize(1000, 700);
    page.show();
    page.openPath(folder.path());
    ASSERT_TRUE(QTest::qWaitFor([&] { return page.model().rowCount() == 2; }));
    QSignalSpy opened(&page, &Page::openRunRequested);
    auto* table = page.findChild<QTableView*>(QStringLiteral("runTable"));
    const QPoint at = table->visualRect(table->model()->index(0, 1)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, at);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened.first().first().toString(), path("beta/20260102-120000")) << "newest first";
}

TEST_F(RunsTest, AttachingFollowsARunThatStillGrows) {
    const auto live = root / "live/20260103-120000";
    writeRun(live, first, 5, "training");
    RunSession session;
    std::int64_t last = 0;
    QObject::connect(&session, &RunSession::updated, &session, [&](const RunUpdate& update) {
        if (!update.steps.empty()) {
            last = update.steps.back().step;
        }
    });
    session.attach(path("live/20260103-120000"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return last == 5; }));
    EXPECT_EQ(session.phase(), RunPhase::Watching);
    appendRecord(live, stepRecord(6));
    ASSERT_TRUE(QTest::qWaitFor([&] { return last == 6; }));
    appendRecord(live, StateRecord{"failed", "the disk is full"});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.phase() == RunPhase::Failed; }));
    EXPECT_EQ(session.failure(), QStringLiteral("the disk is full"));
}

TEST_F(RunsTest, APausedRunSaysWhatItWaitsFor) {
    const auto live = root / "full/20260104-120000";
    writeRun(live, first, 5, "training");
    appendRecord(live, StateRecord{"paused", "there is no room left on the disk of /data"});
    RunSession session;
    session.attach(path("full/20260104-120000"));
    ASSERT_TRUE(QTest::qWaitFor([&] {
        return session.phaseWords().contains(QStringLiteral("no room left on the disk of /data"));
    })) << session.phaseWords().toStdString();
    RunsTableModel model;
    model.setRuns(listRuns(root / "full"));
    EXPECT_TRUE(model.index(0, RunsTableModel::State)
                    .data()
                    .toString()
                    .contains(QStringLiteral("no room left on the disk")));
}

TEST_F(RunsTest, ARunThatFailedHereIsNeverTakenForOneOfAnotherProcess) {
    Options options = first;
    options.data.train = {(root / "no faces here").string()};
    options.run.root = (root / "own").string();
    RunSession session;
    session.start(options);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.phase() == RunPhase::Failed; }, 20000));
    // On a full disk the last word of its files is that it trains.
    appendRecord(session.directory().toStdString(), StateRecord{"training", ""});
    QTest::qWait(1500);
    EXPECT_EQ(session.phase(), RunPhase::Failed);
    EXPECT_TRUE(canResume(session.phase()));
}

TEST_F(RunsTest, ARunWhoseFilesAreReplacedStartsAnew) {
    const auto live = root / "live/20260103-120000";
    writeRun(live, first, 5, "training");
    RunSession session;
    std::int64_t last = 0;
    QObject::connect(&session, &RunSession::updated, &session, [&](const RunUpdate& update) {
        last = update.steps.empty() ? last : update.steps.back().step;
    });
    QSignalSpy reset(&session, &RunSession::reset);
    QSignalSpy anew(&session, &RunSession::startedAnew);
    session.attach(path("live/20260103-120000"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return last == 5; }));
    std::filesystem::remove_all(live);
    Options other = first;
    other.train.epochs = 7;
    writeRun(live, other, 2, "training");
    ASSERT_TRUE(QTest::qWaitFor([&] { return last == 2; }));
    EXPECT_EQ(reset.count(), 2) << "once for opening it, once for the new run";
    EXPECT_EQ(anew.count(), 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.options().train.epochs == 7; }));
    appendRecord(live, stepRecord(3));
    ASSERT_TRUE(QTest::qWaitFor([&] { return last == 3; }));
    EXPECT_EQ(anew.count(), 1);
}

TEST_F(RunsTest, ALiveRunIsNotSilentWhateverTheClocksSay) {
    const auto live = root / "live/20260103-120000";
    writeRun(live, first, 5, "training");
    const auto setBack = [&] {
        std::filesystem::last_write_time(
            live / "metrics.jsonl", std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    };
    setBack();
    RunSession session;
    session.attach(path("live/20260103-120000"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.phase() == RunPhase::Silent; }));
    appendRecord(live, stepRecord(6));
    setBack();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.phase() == RunPhase::Watching; }));
}

TEST_F(RunsTest, AFolderThatIsNoRunIsRefusedWithItsName) {
    RunSession session;
    QString message;
    QObject::connect(&session, &RunSession::failed, &session, [&](const QString& text) { message = text; });
    session.attach(folder.path());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !message.isEmpty(); }));
    EXPECT_TRUE(message.contains(folder.path())) << message.toStdString();
    EXPECT_EQ(session.phase(), RunPhase::Idle);
}

}  // namespace
}  // namespace pf::ui
