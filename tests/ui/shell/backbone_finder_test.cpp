// The window's question for a model's backbone.
#include "ui/shell/backbone_finder.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "core/base/error.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

class BackboneFinderTest : public testing::Test {
  protected:
    BackboneFinderTest() : finder(std::make_unique<WindowBackboneFinder>(&window)) { window.show(); }
    ~BackboneFinderTest() override {
        finder.reset();
        if (worker.joinable()) {
            worker.join();
        }
        setBackboneFinder({});
    }

    void ask() {
        worker = std::thread([this] {
            try {
                found =
                    askForBackbone({"/runs/1", "/elsewhere/net.onnx", std::string(64, 'a'), "", {}}).string();
            } catch (const Error& error) {
                found = std::string("error: ") + error.what();
            }
            ended = true;
        });
    }
    bool waitForEnd() {
        return QTest::qWaitFor([this] { return ended.load(); }, kPatienceMs);
    }
    QMessageBox* waitForBox() {
        QMessageBox* box = nullptr;
        EXPECT_TRUE(QTest::qWaitFor(
            [&] {
                box = window.findChild<QMessageBox*>(QStringLiteral("missingBackbone"));
                return box != nullptr && box->isVisible();
            },
            kPatienceMs));
        return box;
    }
    static void press(QMessageBox* box, const char* name) {
        QTest::mouseClick(box->findChild<QAbstractButton*>(QString::fromLatin1(name)), Qt::LeftButton);
    }

    QWidget window;
    std::unique_ptr<WindowBackboneFinder> finder;
    std::thread worker;
    std::atomic<bool> ended = false;
    std::string found;
};

TEST_F(BackboneFinderTest, SaysWhatIsMissingAndTakesTheChosenFile) {
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("net.onnx"));
    QFile(file).open(QIODevice::WriteOnly);
    ask();
    QMessageBox* box = waitForBox();
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->text().contains(QStringLiteral("net.onnx")));
    EXPECT_TRUE(box->informativeText().contains(QStringLiteral("/elsewhere/net.onnx")));
    press(box, "chooseBackbone");
    auto* dialog = window.findChild<QFileDialog*>(QStringLiteral("backboneFile"));
    ASSERT_NE(dialog, nullptr);
    Q_EMIT dialog->fileSelected(file);
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(found, file.toStdString());
}

TEST_F(BackboneFinderTest, NotNowLeavesItMissingWithTheCure) {
    ask();
    press(waitForBox(), "leaveBackbone");
    ASSERT_TRUE(waitForEnd());
    EXPECT_NE(found.find("--backbone FILE"), std::string::npos) << found;
}

TEST_F(BackboneFinderTest, AWindowThatGoesAwayLetsTheWorkGoOn) {
    ask();
    ASSERT_NE(waitForBox(), nullptr);
    window.hide();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(found.find("error: "), 0U);
    ended = false;
    worker.join();
    ask();
    ASSERT_TRUE(waitForEnd()) << "nobody is asked while the window is hidden";
}

TEST_F(BackboneFinderTest, TheWindowsOwnThreadIsNeverKeptWaiting) {
    EXPECT_THROW(askForBackbone({"/runs/1", "net.onnx", std::string(64, 'a'), "", {}}), Error);
    EXPECT_EQ(window.findChild<QMessageBox*>(), nullptr);
}

}  // namespace
}  // namespace pf::ui
