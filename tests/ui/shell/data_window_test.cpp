// What the window does with foreign files: where they go, and who is asked before a program is opened.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <memory>
#include <string>

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "core/base/error.h"
#include "core/session/programs.h"
#include "tests/ui/data/data_fixtures.h"
#include "ui/data/data_page.h"
#include "ui/data/sets/open_tab.h"
#include "ui/gallery/gallery_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/program_card.h"
#include "ui/train/recipe_form.h"
#include "ui/train/train_page.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 60000;

class DataWindowTest : public testing::Test {
  protected:
    void SetUp() override {
        // What was allowed is remembered there; the user's own list must stay as it is.
        qputenv("XDG_STATE_HOME", folder.filePath(QStringLiteral("state")).toUtf8());
        window = std::make_unique<MainWindow>();
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    void TearDown() override {
        window.reset();
        qunsetenv("XDG_STATE_HOME");
    }
    QString path(const char* name) { return folder.filePath(QString::fromLatin1(name)); }
    void drop(const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        QDropEvent event(QPointF(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &event);
    }
    void writeText(const char* name, const std::string& text) {
        std::ofstream(path(name).toStdString(), std::ios::binary) << text;
    }
    /// A worker that wants to open a program: "" when it may, else the error.
    std::future<std::string> wantToOpen(const QString& file) {
        return std::async(std::launch::async, [file = file.toStdString()]() -> std::string {
            try {
                requireAllowedProgram(file);
                return {};
            } catch (const Error& error) {
                return error.what();
            }
        });
    }
    ProgramCard* waitForCard() {
        ProgramCard* card = nullptr;
        EXPECT_TRUE(QTest::qWaitFor([&] {
            card = window->findChild<ProgramCard*>();
            return card != nullptr && card->isVisible();
        }));
        return card;
    }
    std::string answerOf(std::future<std::string>& worker) {
        EXPECT_TRUE(QTest::qWaitFor(
            [&worker] { return worker.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
        return worker.get();
    }

    QTemporaryDir folder;
    std::unique_ptr<MainWindow> window;
};

TEST_F(DataWindowTest, WhatNobodyElseKnowsGoesToTheCard) {
    writeText("noise.xyz", std::string(200, 'n'));
    drop(path("noise.xyz"));
    EXPECT_EQ(window->place(), MainWindow::Data);
    EXPECT_TRUE(
        QTest::qWaitFor([this] { return window->data().openTab()->card().has_value(); }, kPatienceMs));
    window->showPlace(MainWindow::Evaluate);
    writeText("net.onnx", "not really");
    drop(path("net.onnx"));
    EXPECT_EQ(window->place(), MainWindow::Data) << "a network is nothing to evaluate on";
    window->showPlace(MainWindow::Train);
    writeText("model.yaml", "kind: probface\n");
    drop(path("model.yaml"));
    EXPECT_EQ(window->place(), MainWindow::Data) << "the card of a model is no recipe";
    EXPECT_FALSE(window->openPath(path("not there")));
}

TEST_F(DataWindowTest, ImagesGoWhereTheyWentUnlessDataIsInFront) {
    writeFaces(path("faces"), 2);
    drop(path("faces"));
    EXPECT_EQ(window->place(), MainWindow::Gallery);
    auto* gallery = window->findChild<GalleryPage*>(QStringLiteral("galleryPage"));
    EXPECT_TRUE(QTest::qWaitFor([gallery] { return gallery->faces() != nullptr; }, kPatienceMs));
    window->showPlace(MainWindow::Data);
    drop(path("faces"));
    EXPECT_EQ(window->place(), MainWindow::Data);
    ASSERT_TRUE(
        QTest::qWaitFor([this] { return window->data().openTab()->card().has_value(); }, kPatienceMs));
    EXPECT_EQ(window->data().openTab()->card()->kind, SourceKind::Faces);
    auto* train = window->data().findChild<QPushButton*>(
        QStringLiteral("use-%1").arg(static_cast<int>(SourceUse::Train)));
    ASSERT_NE(train, nullptr);
    QTest::mouseClick(train, Qt::LeftButton);
    EXPECT_EQ(window->place(), MainWindow::Train);
    EXPECT_EQ(window->train().form().options().data.train, TextList({path("faces").toStdString()}));
}

TEST_F(DataWindowTest, ABackboneFillsTheRecipe) {
    Options tried;
    tried.model.backbone.file = "/nets/mine.onnx";
    tried.model.input.channels = "bgr";
    tried.train.epochs = 77;
    const Options before = window->train().form().options();
    Q_EMIT window->data().recipeRequested(tried);
    EXPECT_EQ(window->place(), MainWindow::Train);
    const Options& recipe = window->train().form().options();
    EXPECT_EQ(recipe.model.backbone.file, "/nets/mine.onnx");
    EXPECT_EQ(recipe.model.input.channels, "bgr");
    EXPECT_EQ(recipe.train.epochs, before.train.epochs) << "the rest of the recipe stays";
    auto* file = window->train().findChild<QLineEdit*>(QStringLiteral("field-model.backbone.file"));
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->text(), QStringLiteral("/nets/mine.onnx")) << "and is seen in the form";
}

TEST_F(DataWindowTest, AProgramIsOpenedWhenThePersonSaysSo) {
    writeText("net.pt", "a program");
    auto worker = wantToOpen(path("net.pt"));
    ProgramCard* card = waitForCard();
    ASSERT_NE(card, nullptr);
    EXPECT_FALSE(card->isModal()) << "the window can be used meanwhile";
    EXPECT_TRUE(card->findChild<QLabel*>(QStringLiteral("programFile"))->text().endsWith("net.pt"));
    const QString hash =
        card->findChild<QLabel*>(QStringLiteral("programSha"))->text().remove(QLatin1Char(' '));
    EXPECT_EQ(hash.size(), 64);
    EXPECT_TRUE(card->findChild<QPushButton*>(QStringLiteral("keepClosed"))->isDefault());
    QTest::mouseClick(card->findChild<QPushButton*>(QStringLiteral("openProgram")), Qt::LeftButton);
    EXPECT_EQ(answerOf(worker), "");
    auto again = wantToOpen(path("net.pt"));
    EXPECT_EQ(answerOf(again), "") << "the same content is not asked about again";
    EXPECT_TRUE(QTest::qWaitFor([this] { return window->findChild<ProgramCard*>() == nullptr; }));
}

TEST_F(DataWindowTest, AProgramStaysClosedAfterEscape) {
    writeText("other.pt", "another program");
    auto worker = wantToOpen(path("other.pt"));
    ProgramCard* card = waitForCard();
    ASSERT_NE(card, nullptr);
    QTest::keyClick(card, Qt::Key_Escape);
    EXPECT_NE(answerOf(worker).find("other.pt"), std::string::npos);
    auto again = wantToOpen(path("other.pt"));
    card = waitForCard();
    ASSERT_NE(card, nullptr) << "a no is not for ever";
    QTest::mouseClick(card->findChild<QPushButton*>(QStringLiteral("keepClosed")), Qt::LeftButton);
    EXPECT_NE(answerOf(again), "");
}

TEST_F(DataWindowTest, ClosingTheWindowIsANo) {
    writeText("late.pt", "a third program");
    auto worker = wantToOpen(path("late.pt"));
    ASSERT_NE(waitForCard(), nullptr);
    EXPECT_TRUE(window->close());
    EXPECT_NE(answerOf(worker), "");
    auto later = wantToOpen(path("late.pt"));
    EXPECT_NE(answerOf(later), "") << "nobody is there to be asked";
    window.reset();
    auto afterwards = wantToOpen(path("late.pt"));
    EXPECT_NE(answerOf(afterwards), "");
}

TEST_F(DataWindowTest, TheWindowsOwnThreadIsNeverKeptWaiting) {
    writeText("here.pt", "a fourth program");
    std::string message;
    try {
        requireAllowedProgram(path("here.pt").toStdString());
    } catch (const Error& error) {
        message = error.what();
    }
    EXPECT_NE(message, "");
    EXPECT_EQ(window->findChild<ProgramCard*>(), nullptr);
    EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("here.pt")));
}

TEST_F(DataWindowTest, ATorchScriptBackboneAsksBeforeItIsTried) {
    writeProgram(path("net.pt"));
    window->showPlace(MainWindow::Data);
    window->data().showTab(DataPage::Backbone);
    auto* file = window->data().findChild<QLineEdit*>(QStringLiteral("backbone-model.backbone.file"));
    ASSERT_NE(file, nullptr);
    QTest::keyClicks(file, path("net.pt"));
    QTest::mouseClick(window->data().findChild<QPushButton*>(QStringLiteral("backboneRun")), Qt::LeftButton);
    ProgramCard* card = waitForCard();
    ASSERT_NE(card, nullptr);
    QTest::mouseClick(card->findChild<QPushButton*>(QStringLiteral("keepClosed")), Qt::LeftButton);
    auto* error = window->data().findChild<QLabel*>(QStringLiteral("backboneError"));
    ASSERT_TRUE(QTest::qWaitFor([error] { return error->isVisible(); }, kPatienceMs));
    EXPECT_TRUE(error->text().contains(QStringLiteral("net.pt"))) << error->text().toStdString();
}

}  // namespace
}  // namespace pf::ui
