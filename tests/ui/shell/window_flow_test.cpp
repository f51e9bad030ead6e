// The main flow with real mouse and key events: start the demo, pause, resume, finish, gallery, export.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <utility>
#include <vector>

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSvgRenderer>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include "core/base/config/config_file.h"
#include "tests/ui/runs/run_fixture.h"
#include "tests/ui/shell/window_fixture.h"
#include "ui/chart/chart.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_page.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"

namespace pf::ui {
namespace {

constexpr int kLongMs = 240000;

/// Watches that the event loop never works on one thing for long: nothing of the engine runs on the window's
/// thread. It counts the thread's own time between two beats of a timer, which a busy machine does not
/// stretch, and, for waits, the time on the wall with much more patience.
class Heartbeat : public QObject {
  public:
    Heartbeat() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(5);
        connect(&timer_, &QTimer::timeout, this, [this] {
            const double now = threadMs();
            works_.push_back(now - std::exchange(before_, now));
            longestWait_ = std::max(longestWait_, clock_.restart());
        });
    }
    void start() {
        works_.clear();
        longestWait_ = 0;
        before_ = threadMs();
        clock_.start();
        timer_.start();
    }
    void expectAlive(const char* what) {
        timer_.stop();
        ASSERT_GT(works_.size(), 10U) << what;
        std::sort(works_.begin(), works_.end());
        EXPECT_LT(works_[works_.size() / 2], 20) << "milliseconds a beat while " << what;
        EXPECT_LT(works_.back(), 500) << "milliseconds in one piece while " << what;
        EXPECT_LT(longestWait_, 5000) << "milliseconds without a beat while " << what;
    }

  private:
    static double threadMs() {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }

    QTimer timer_;
    QElapsedTimer clock_;
    double before_ = 0;
    std::vector<double> works_;
    qint64 longestWait_ = 0;
};

class WindowFlow : public ShownWindow {
  protected:
    void SetUp() override {
        // The demo's own recipe, shortened.
        const auto demo = homeDirectory() / "configs/demo.yaml";
        Options options = loadConfig(demo);
        ASSERT_TRUE(std::filesystem::exists(resolveBuiltin(options.model.backbone.file)));
        options.data.train = {"synthetic:identities=24,images=6,seed=7"};
        options.evaluation.sets = {
            {"held_out", "synthetic:pairs=200,identities=40,images=6,first=5000,seed=7"}};
        options.train.epochs = 2;
        options.train.stepsPerEpoch = 120;
        options.train.identitiesPerBatch = 16;
        options.run.root = folder.path().toStdString();
        config = folder.filePath(QStringLiteral("short.yaml"));
        std::ofstream(config.toStdString()) << configText(options);
        ShownWindow::SetUp();
    }
    int points() { return window->train().charts().lossChart()->pointCount(QStringLiteral("mls")); }
    void grab(const char* name) {
        // For looking at: PF_TEST_SHOTS names a folder.
        const QString shots = qEnvironmentVariable("PF_TEST_SHOTS");
        if (!shots.isEmpty()) {
            QTest::qWait(300);
            window->grab().save(shots + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
        }
    }
    void startShortDemo() {
        ASSERT_TRUE(window->openPath(config));
        auto* start = find<QPushButton>("startButton");
        ASSERT_TRUE(QTest::qWaitFor([&] { return start->isEnabled(); }));
        QTest::mouseClick(start, Qt::LeftButton);
        ASSERT_TRUE(isOwnAndBusy(phase()));
    }
    /// Saves through the menu and the dialog, as a person would.
    void exportThrough(Chart* chart, const QString& suffix, const QString& path) {
        chart->showExportMenu();
        auto* menu = chart->findChild<QMenu*>(QStringLiteral("exportMenu"));
        ASSERT_NE(menu, nullptr);
        auto* action = menu->findChild<QAction*>(QStringLiteral("export-") + suffix);
        ASSERT_NE(action, nullptr);
        menu->setActiveAction(action);
        QTest::keyClick(menu, Qt::Key_Return);
        auto* dialog = chart->findChild<QFileDialog*>(QStringLiteral("saveDialog"));
        ASSERT_NE(dialog, nullptr);
        auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        ASSERT_NE(edit, nullptr);
        edit->selectAll();
        QTest::keyClicks(edit, path);
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        ASSERT_NE(buttons, nullptr);
        // The list of suggestions may open late, when the folder has been read, and take a click: click
        // again.
        QPointer<QPushButton> save = buttons->button(QDialogButtonBox::Save);
        ASSERT_TRUE(QTest::qWaitFor([&] {
            if (save != nullptr && edit->completer() != nullptr) {
                edit->completer()->popup()->hide();
            }
            if (save != nullptr && save->isVisible()) {
                QTest::mouseClick(save, Qt::LeftButton);
            }
            return QFile::exists(path);
        })) << path.toStdString();
        ASSERT_TRUE(QTest::qWaitFor([&] { return chart->findChild<QFileDialog*>() == nullptr; }));
    }

    QString config;
};

TEST_F(WindowFlow, DemoFromStartToExport) {
    Heartbeat heart;
    startShortDemo();
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() >= 5; }, kLongMs)) << "points arrive while it trains";
    heart.start();

    QTest::keyClick(window.get(), Qt::Key_Space);
    ASSERT_EQ(phase(), RunPhase::Paused);
    // The step under way is finished first, which takes a while on a busy machine.
    int atPause = -1;
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            const int before = std::exchange(atPause, points());
            QTest::qWait(500);
            return before == points();
        },
        10000));
    QTest::qWait(700);
    EXPECT_EQ(points(), atPause) << "a paused run makes no steps";
    auto* pause = find<QPushButton>("pauseButton");
    ASSERT_TRUE(pause->isVisible());
    grab("paused");
    QTest::mouseClick(pause, Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() > atPause; }, kLongMs));

    ASSERT_TRUE(QTest::qWaitFor([&] { return phase() == RunPhase::Finished; }, kLongMs))
        << window->train().session().failure().toStdString();
    heart.expectAlive("training");
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() == 240; }, 5000));
    Chart* risk = window->train().charts().riskChart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return risk->pointCount(QStringLiteral("held_out")) > 10; }, 5000));
    grab("finished");

    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        exportThrough(risk, QString::fromLatin1(suffix), folder.filePath(QStringLiteral("risk.") + suffix));
    }
    EXPECT_GT(QImage(folder.filePath(QStringLiteral("risk.png"))).width(), 600);
    EXPECT_TRUE(QSvgRenderer(folder.filePath(QStringLiteral("risk.svg"))).isValid());
    QFile pdf(folder.filePath(QStringLiteral("risk.pdf")));
    ASSERT_TRUE(pdf.open(QIODevice::ReadOnly));
    const QByteArray content = pdf.readAll();
    EXPECT_TRUE(content.startsWith("%PDF-") && content.trimmed().endsWith("%%EOF"));
    QFile csv(folder.filePath(QStringLiteral("risk.csv")));
    ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
    EXPECT_GT(csv.readAll().count('\n'), 10);

    heart.start();
    QTest::mouseClick(find<QPushButton>("galleryButton"), Qt::LeftButton);
    EXPECT_EQ(window->place(), MainWindow::Gallery);
    auto* gallery = find<GalleryPage>("galleryPage");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !gallery->isBusy(); }, kLongMs));
    ASSERT_TRUE(gallery->faces() != nullptr && gallery->faces()->hasSigma());
    heart.expectAlive("opening the gallery");
    grab("gallery");
    const GalleryData& data = *gallery->faces();
    const FaceIndices order = arrange(data, GallerySort::SigmaDescending, {});
    const std::size_t part = order.size() / 5;
    double high = 0;
    double low = 0;
    for (std::size_t i = 0; i < part; ++i) {
        high += data.catalog.degradation(order[i]).value_or(0);
        low += data.catalog.degradation(order[order.size() - 1 - i]).value_or(0);
    }
    EXPECT_GT(high, 1.5 * low) << "the faces of highest sigma² are the degraded ones";
}

TEST_F(WindowFlow, ClosingDuringARunAsksAndStopsWithACheckpoint) {
    startShortDemo();
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() >= 3; }, kLongMs));
    EXPECT_FALSE(window->close());
    auto* question = find<QMessageBox>("closeQuestion");
    ASSERT_NE(question, nullptr);
    EXPECT_TRUE(question->isVisible());
    QTest::keyClick(question, Qt::Key_Escape);
    EXPECT_TRUE(window->isVisible()) << "Esc keeps the run";
    EXPECT_TRUE(isOwnAndBusy(phase()));
    QTest::qWait(50);

    EXPECT_FALSE(window->close());
    question = find<QMessageBox>("closeQuestion");
    ASSERT_NE(question, nullptr);
    const QString run = window->train().session().directory();
    QTest::mouseClick(question->findChild<QPushButton*>(QStringLiteral("stopAndCloseButton")),
                      Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window->isVisible(); }, kLongMs));
    RunReader reader(run.toStdString());
    while (!reader.poll().empty()) {
    }
    EXPECT_EQ(reader.state(), RunState::Interrupted);
    EXPECT_FALSE(std::filesystem::is_empty(std::filesystem::path(run.toStdString()) / "checkpoints"));
}

TEST_F(WindowFlow, AStoppedRunIsResumedToItsEnd) {
    startShortDemo();
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() >= 3; }, kLongMs));
    QTest::mouseClick(find<QPushButton>("stopButton"), Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return phase() == RunPhase::Interrupted; }, kLongMs));
    const int before = points();
    EXPECT_LT(before, 240);
    // What measures a run may be changed on its way, and nothing else.
    EXPECT_FALSE(find<QLineEdit>("field-train.epochs")->isEnabled());
    auto* every = find<QLineEdit>("field-evaluation.every_epochs");
    ASSERT_TRUE(every->isEnabled());
    every->setFocus();
    every->selectAll();
    QTest::keyClicks(every, QStringLiteral("2"));
    const QString run = window->train().session().directory();
    QTest::mouseClick(find<QPushButton>("resumeButton"), Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return phase() == RunPhase::Finished; }, kLongMs))
        << window->train().session().failure().toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return points() == 240; }, 5000));
    EXPECT_EQ(loadConfig(run.toStdString() + "/config.yaml").evaluation.everyEpochs, 2);
}

}  // namespace
}  // namespace pf::ui
