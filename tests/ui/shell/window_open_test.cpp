// What is opened, how it is left and found again: recipes, runs, recent files, menus, keys.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/ui/runs/run_fixture.h"
#include "tests/ui/shell/window_fixture.h"
#include "ui/chart/chart.h"
#include "ui/runs/runs_page.h"
#include "ui/runs/runs_table_model.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"

namespace pf::ui {
namespace {

class WindowOpen : public ShownWindow {
  protected:
    void SetUp() override {
        QSettings().clear();
        ShownWindow::SetUp();
    }
    /// A run directory of `steps` steps that ended in `state`.
    QString makeRun(const char* name, const std::string& state, std::int64_t steps = 12) {
        const auto run = std::filesystem::path(folder.path().toStdString()) / name / "20260101-120000";
        Options options;
        options.run.name = name;
        options.train.epochs = 7;
        writeRun(run, options, steps, state);
        return QString::fromStdString(run.string());
    }
    bool openAndWait(const QString& run, RunPhase wanted) {
        return window->openPath(run) && QTest::qWaitFor([&] { return phase() == wanted; });
    }
    /// The file with what the window would find at its next start.
    QString savedSettings() {
        const QString file = folder.filePath(QStringLiteral("settings.ini"));
        QSettings settings(file, QSettings::IniFormat);
        window->save(settings);
        return file;
    }
};

TEST_F(WindowOpen, AStoppedRunOffersToGoOnOrToBeginAnew) {
    ASSERT_TRUE(openAndWait(makeRun("stopped", "interrupted"), RunPhase::Interrupted));
    EXPECT_TRUE(find<QPushButton>("resumeButton")->isVisible());
    EXPECT_FALSE(find<QPushButton>("startButton")->isVisible());
    auto* anew = find<QPushButton>("newRunButton");
    ASSERT_TRUE(anew->isVisible());
    QTest::mouseClick(anew, Qt::LeftButton);
    EXPECT_EQ(phase(), RunPhase::Idle);
    EXPECT_TRUE(find<QPushButton>("startButton")->isVisible());
    EXPECT_FALSE(find<QPushButton>("resumeButton")->isVisible());
    EXPECT_FALSE(anew->isVisible());
    EXPECT_EQ(window->train().form().options().train.epochs, 7) << "with the run's recipe";
}

TEST_F(WindowOpen, OnesOwnDataIsAClickAwayAndTheFirstEmptyFieldHasTheKeyboard) {
    window->resize(1024, 640);
    auto* own = find<QPushButton>("ownButton");
    ASSERT_NE(own, nullptr);
    QTest::mouseClick(own, Qt::LeftButton);
    RecipeForm& form = window->train().form();
    ASSERT_TRUE(QTest::qWaitFor([&] { return form.firstProblemKey() == QStringLiteral("data.train"); }));
    auto* sources = find<QWidget>("field-data.train");
    EXPECT_TRUE(sources->isAncestorOf(QApplication::focusWidget()));

    // A click on what is wrong leads to the field that is wrong.
    form.goTo(QStringLiteral("run.name"));
    auto* scroll = find<QScrollArea>("recipeScroll");
    const auto inView = [&](const QWidget* widget) {
        const QRect place(widget->mapTo(scroll->viewport(), QPoint()), widget->size());
        return scroll->viewport()->rect().contains(place.center());
    };
    ASSERT_TRUE(QTest::qWaitFor([&] { return inView(find<QWidget>("field-run.name")); }));
    ASSERT_FALSE(inView(sources));
    auto* verdict = find<QLabel>("recipeVerdict");
    ASSERT_TRUE(verdict->isVisible());
    QTest::mouseClick(verdict, Qt::LeftButton, {}, QPoint(30, verdict->height() / 2));
    EXPECT_TRUE(sources->isAncestorOf(QApplication::focusWidget()));
    EXPECT_TRUE(QTest::qWaitFor([&] { return inView(sources); }));
}

TEST_F(WindowOpen, AnUnreadableConfigHidesNoCurves) {
    const QString run = makeRun("broken", "interrupted");
    std::ofstream(run.toStdString() + "/config.yaml") << "train: {epochs: [\n";
    ASSERT_TRUE(window->openPath(run));
    Chart* loss = window->train().charts().lossChart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return loss->pointCount(QStringLiteral("mls")) == 12; }));
    EXPECT_TRUE(find<QLabel>("hintText")->text().contains(QStringLiteral("config.yaml")))
        << find<QLabel>("hintText")->text().toStdString();
    QFile::remove(run + QStringLiteral("/config.yaml"));
    auto runs = listRuns(folder.path().toStdString());
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs.front().step, 12);
    EXPECT_FALSE(runs.front().detail.empty());
}

TEST_F(WindowOpen, ARestartShowsTheRunThatWasOpen) {
    const QString run = makeRun("kept", "finished");
    ASSERT_TRUE(openAndWait(run, RunPhase::Finished));
    QSettings settings(savedSettings(), QSettings::IniFormat);
    MainWindow other;
    other.restore(settings);
    EXPECT_TRUE(QTest::qWaitFor([&] { return other.train().session().phase() == RunPhase::Finished; }));
    EXPECT_EQ(other.train().session().directory(), run);

    // Nothing is said of a run that is gone.
    QDir(run).removeRecursively();
    MainWindow third;
    third.restore(settings);
    EXPECT_EQ(third.train().session().phase(), RunPhase::Idle);
}

TEST_F(WindowOpen, ARestartShowsTheRecipeThatWasOpenWithItsChanges) {
    Options options;
    options.data.train = {"some faces"};
    const QString config = folder.filePath(QStringLiteral("mine.yaml"));
    std::ofstream(config.toStdString()) << configText(options);
    ASSERT_TRUE(window->openPath(config));
    auto* epochs = find<QLineEdit>("field-train.epochs");
    epochs->setFocus();
    epochs->selectAll();
    QTest::keyClicks(epochs, QStringLiteral("41"));
    QSettings settings(savedSettings(), QSettings::IniFormat);
    MainWindow other;
    other.restore(settings);
    const Options& found = other.train().form().options();
    EXPECT_EQ(found.train.epochs, 41);
    EXPECT_EQ(QString::fromStdString(found.data.train.front()),
              QDir::current().filePath(QStringLiteral("some faces")))
        << "a relative path would lead elsewhere tomorrow";
}

TEST_F(WindowOpen, ARunNamedAtTheStartIsOpenedWhateverPageWasInFront) {
    const QString run = makeRun("named", "finished");
    window->showPlace(MainWindow::Data);
    EXPECT_TRUE(window->openPath(run + QLatin1Char('/'), MainWindow::Opening::ByKind));
    EXPECT_EQ(window->place(), MainWindow::Train);
    EXPECT_TRUE(QTest::qWaitFor([&] { return phase() == RunPhase::Finished; }));
}

TEST_F(WindowOpen, WhatWasOpenedIsListedAndOpensAgain) {
    const QString run = makeRun("recent", "finished");
    ASSERT_TRUE(openAndWait(run, RunPhase::Finished));
    window->showPlace(MainWindow::Pairs);
    auto* menu = find<QMenu>("recentMenu");
    ASSERT_NE(menu, nullptr);
    Q_EMIT menu->aboutToShow();
    ASSERT_FALSE(menu->actions().isEmpty());
    EXPECT_EQ(menu->actions().first()->data().toString(), run);
    EXPECT_EQ(menu->actions().size(), 1) << "once, however it was opened";
    menu->actions().first()->trigger();
    EXPECT_EQ(window->place(), MainWindow::Train);
}

TEST_F(WindowOpen, ARunInTheTableHasAMenu) {
    const QString run = makeRun("listed", "interrupted");
    window->showPlace(MainWindow::Runs);
    auto& page = static_cast<RunsPage&>(window->page(MainWindow::Runs));
    ASSERT_TRUE(page.openPath(folder.path()));
    ASSERT_TRUE(QTest::qWaitFor([&] { return page.model().rowCount() == 1; }));
    auto* table = find<QTableView>("runTable");
    const QPoint at = table->visualRect(table->model()->index(0, 1)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, table->viewport()->mapToGlobal(at));
    QApplication::sendEvent(table->viewport(), &event);
    auto* menu = page.findChild<QMenu*>(QStringLiteral("runMenu"));
    ASSERT_NE(menu, nullptr);
    const auto action = [menu](const char* name) {
        return menu->findChild<QAction*>(QString::fromLatin1(name));
    };
    EXPECT_TRUE(action("resumeRunAction")->isEnabled());
    EXPECT_TRUE(action("revealAction")->isEnabled());
    action("copyPathAction")->trigger();
    EXPECT_EQ(QApplication::clipboard()->text(), run);
    action("openRunAction")->trigger();
    EXPECT_EQ(window->place(), MainWindow::Train);
    EXPECT_TRUE(QTest::qWaitFor([&] { return phase() == RunPhase::Interrupted; }));
}

TEST_F(WindowOpen, TheKeysOfThePageInFrontComeFirst) {
    window->showPlace(MainWindow::Runs);
    QTest::keyClick(window.get(), Qt::Key_F1);
    auto* text = find<QLabel>("shortcutsText");
    ASSERT_NE(text, nullptr);
    EXPECT_TRUE(text->text().startsWith(QStringLiteral("<h4>Runs</h4>")));
    for (int place = MainWindow::Train; place <= MainWindow::Data; ++place) {
        EXPECT_TRUE(text->text().contains(QStringLiteral("<h4>%1</h4>").arg(window->page(place).title())));
    }
}

TEST_F(WindowOpen, ARecipeIsSavedSoThatTheCommandLineTakesIt) {
    window->train().selectDemo();
    auto* epochs = find<QLineEdit>("field-train.epochs");
    epochs->setFocus();
    epochs->selectAll();
    QTest::keyClicks(epochs, QStringLiteral("5"));
    QTest::mouseClick(find<QPushButton>("saveRecipeButton"), Qt::LeftButton);
    auto* dialog = find<QFileDialog>("saveRecipeDialog");
    ASSERT_NE(dialog, nullptr);
    const QString file = folder.filePath(QStringLiteral("saved.yaml"));
    Q_EMIT dialog->fileSelected(file);
    dialog->close();
    const Options found = loadConfig(file.toStdString());
    EXPECT_EQ(found.train.epochs, 5);
    EXPECT_EQ(configText(found), configText(window->train().form().options()));
}

TEST_F(WindowOpen, NothingNeededIsHiddenInASmallWindow) {
    ASSERT_TRUE(openAndWait(makeRun("a-run-with-quite-a-long-name-as-people-give-them", "interrupted"),
                            RunPhase::Interrupted));
    window->resize(1024, 640);
    QTest::qWait(50);
    EXPECT_EQ(window->size(), QSize(1024, 640));
    for (const char* name :
         {"resumeButton", "galleryButton", "evaluateButton", "newRunButton", "saveRecipeButton"}) {
        auto* button = find<QPushButton>(name);
        ASSERT_TRUE(button->isVisible()) << name;
        const QRect place(button->mapTo(window.get(), QPoint()), button->size());
        EXPECT_TRUE(window->rect().contains(place)) << name;
        EXPECT_GE(button->width(), button->minimumSizeHint().width()) << name;
    }
}

}  // namespace
}  // namespace pf::ui
