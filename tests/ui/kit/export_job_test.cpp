#include "ui/kit/export_job.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "core/base/error.h"

namespace pf::ui {
namespace {

constexpr int kPatienceMs = 20000;

class ExportJobTest : public testing::Test {
  protected:
    void finish() {
        ASSERT_TRUE(QTest::qWaitFor([&] { return !job.isBusy(); }, kPatienceMs));
    }
    ExportJob job;
    QSignalSpy told{&job, &ExportJob::messageRequested};
    QSignalSpy failed{&job, &ExportJob::failed};
};

TEST_F(ExportJobTest, SaysWhatWasWritten) {
    QSignalSpy busy(&job, &ExportJob::busyChanged);
    job.start({QStringLiteral("Writing")}, QStringLiteral("Exported a.csv"),
              [](RunControl&, const ProgressObserver&) { return true; });
    EXPECT_TRUE(job.isBusy());
    finish();
    ASSERT_EQ(told.count(), 1);
    EXPECT_EQ(told[0][0].toString(), QStringLiteral("Exported a.csv"));
    EXPECT_EQ(busy.count(), 2);
}

TEST_F(ExportJobTest, SaysThatAStopLeavesNothing) {
    job.start({QStringLiteral("Writing")}, QStringLiteral("Exported a.csv"),
              [](RunControl&, const ProgressObserver&) { return false; });
    finish();
    ASSERT_EQ(told.count(), 1);
    EXPECT_TRUE(told[0][0].toString().contains(QStringLiteral("nothing was written")));
}

TEST_F(ExportJobTest, TellsAFailureAndCanWriteAgain) {
    job.start(
        {QStringLiteral("Writing")}, QStringLiteral("Exported a.csv"),
        [](RunControl&, const ProgressObserver&) -> bool { throw Error(ErrorCode::Io, "the disk is full"); });
    finish();
    EXPECT_EQ(told.count(), 0);
    ASSERT_EQ(failed.count(), 1);
    EXPECT_TRUE(failed[0][0].toString().contains(QStringLiteral("the disk is full")));
    job.start({QStringLiteral("Writing")}, QStringLiteral("Exported b.csv"),
              [](RunControl&, const ProgressObserver&) { return true; });
    finish();
    EXPECT_EQ(told.count(), 1);
}

TEST_F(ExportJobTest, WritesOneFileAtATime) {
    job.start({QStringLiteral("Writing")}, QStringLiteral("first"),
              [](RunControl& control, const ProgressObserver&) { return control.waitWhilePaused(); });
    job.start({QStringLiteral("Writing")}, QStringLiteral("second"),
              [](RunControl&, const ProgressObserver&) { return true; });
    finish();
    ASSERT_EQ(told.count(), 1);
    EXPECT_EQ(told[0][0].toString(), QStringLiteral("first"));
}

}  // namespace
}  // namespace pf::ui
