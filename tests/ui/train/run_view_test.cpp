// What the page says of a run that is read.
#include <gtest/gtest.h>

#include <fstream>

#include <QLabel>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/runs/run_fixture.h"
#include "ui/chart/chart.h"
#include "ui/train/live_charts.h"
#include "ui/train/run_session.h"
#include "ui/train/run_view.h"

namespace pf::ui {
namespace {

class RunViewTest : public testing::Test {
  protected:
    QString hint() const { return view.findChild<QLabel*>(QStringLiteral("hintText"))->text(); }
    bool waitForHint(const char* words) {
        return QTest::qWaitFor([&] { return hint().contains(QString::fromUtf8(words)); });
    }
    std::filesystem::path write(const char* name, const char* state) {
        const auto run = std::filesystem::path(folder.path().toStdString()) / name;
        writeRun(run, Options(), 5, state);
        return run;
    }

    QTemporaryDir folder;
    RunSession session;
    RunView view{&session, nullptr};
};

TEST_F(RunViewTest, AFailedRunSaysWhy) {
    session.attach(QString::fromStdString(write("broken", "failed").string()));
    EXPECT_TRUE(waitForHint("the disk is full")) << hint().toStdString();
}

TEST_F(RunViewTest, ARecipeThatCannotBeReadIsNamedAndTheCurvesAreShown) {
    const auto run = write("odd", "finished");
    std::ofstream(run / "config.yaml") << "train:\n  epoch: 3\n";
    session.attach(QString::fromStdString(run.string()));
    EXPECT_TRUE(waitForHint("config.yaml")) << hint().toStdString();
    EXPECT_TRUE(QTest::qWaitFor(
        [this] { return view.charts().lossChart()->pointCount(QStringLiteral("mls")) == 5; }));
}

TEST_F(RunViewTest, AnotherRunBeginsWithAnEmptyViewAndARecipeErrorIsTakenBack) {
    session.attach(QString::fromStdString(write("first", "finished").string()));
    auto* log = view.findChild<QPlainTextEdit*>(QStringLiteral("logText"));
    ASSERT_TRUE(QTest::qWaitFor([log] { return log->toPlainText().contains(QStringLiteral("[1][5]")); }));
    session.close();
    EXPECT_TRUE(log->toPlainText().isEmpty());
    view.sayRecipeError(QStringLiteral("mine.yaml:2: no"));
    EXPECT_EQ(hint(), QStringLiteral("mine.yaml:2: no"));
    view.sayRecipeError({});
    EXPECT_FALSE(view.findChild<QLabel*>(QStringLiteral("hintText"))->isVisibleTo(&view));
}

}  // namespace
}  // namespace pf::ui
