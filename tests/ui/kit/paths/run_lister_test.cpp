// Where runs are looked for, and who offers them.
#include <gtest/gtest.h>

#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/runs/run_fixture.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/run_lister.h"

namespace pf::ui {
namespace {

class RunListerTest : public testing::Test {
  protected:
    RunListerTest() { QSettings().clear(); }
    QTemporaryDir folder;
};

TEST_F(RunListerTest, TheNewestRootComesFirstAndTheProgramsOwnIsAlwaysThere) {
    const QString own = QDir::current().absoluteFilePath(QString::fromStdString(Options().run.root));
    EXPECT_EQ(runRoots(), QStringList{own});
    addRunRoot(QStringLiteral("/a"));
    addRunRoot(QStringLiteral("/b/"));
    addRunRoot(QStringLiteral("/a"));
    EXPECT_EQ(runRoots(), (QStringList{QStringLiteral("/a"), QStringLiteral("/b"), own}));
    for (int i = 0; i < 40; ++i) {
        addRunRoot(QStringLiteral("/many/%1").arg(i));
    }
    EXPECT_EQ(runRoots().size(), 21);
    EXPECT_EQ(runRoots().first(), QStringLiteral("/many/39"));
}

TEST_F(RunListerTest, RootsThatAnEarlierVersionKeptAreKnown) {
    QSettings().setValue(QStringLiteral("trainPage/roots"), QStringList{QStringLiteral("/trained")});
    QSettings().setValue(QStringLiteral("runsPage/roots"), QStringList{QStringLiteral("/attached")});
    EXPECT_EQ(runRoots().mid(0, 2), (QStringList{QStringLiteral("/trained"), QStringLiteral("/attached")}));
    addRunRoot(QStringLiteral("/new"));
    EXPECT_EQ(runRoots().mid(0, 3),
              (QStringList{QStringLiteral("/new"), QStringLiteral("/trained"), QStringLiteral("/attached")}));
}

TEST_F(RunListerTest, ListsOnceMoreWhenAskedMeanwhile) {
    RunLister lister;
    QSignalSpy listed(&lister, &RunLister::listed);
    lister.refresh();
    lister.refresh();
    lister.refresh();
    EXPECT_TRUE(QTest::qWaitFor([&] { return listed.count() == 2; }));
    EXPECT_FALSE(QTest::qWaitFor([&] { return listed.count() > 2; }, 200));
}

TEST_F(RunListerTest, AModelSelectorOffersTheRunsOfEveryRoot) {
    const auto root = std::filesystem::path(folder.path().toStdString());
    writeRun(root / "elsewhere/20260101-120000", Options(), 7, "finished");
    writeRun(root / "elsewhere/20260102-120000", Options(), 0, "failed");
    addRunRoot(folder.path());
    ModelSelector selector;
    selector.refresh();
    ASSERT_TRUE(QTest::qWaitFor([&] { return selector.combo()->count() > 0; }));
    EXPECT_EQ(selector.combo()->count(), 1) << "a run without a step has nothing to load";
    EXPECT_EQ(selector.combo()->itemData(0, Qt::EditRole).toString(),
              folder.filePath(QStringLiteral("elsewhere/20260101-120000")));
}

}  // namespace
}  // namespace pf::ui
