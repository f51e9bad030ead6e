#include "ui/kit/background_task.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include <QApplication>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

namespace pf::ui {
namespace {

TEST(BackgroundTask, DeliversTheResultOnTheWindowsThread) {
    QObject owner;
    QThread* thread = nullptr;
    int result = 0;
    const auto* window = QThread::currentThread();
    std::atomic<bool> elsewhere = false;
    runInBackground(
        &owner, {QStringLiteral("adding"), false},
        [&elsewhere, window](RunControl&, const ProgressObserver&) {
            elsewhere = QThread::currentThread() != window;
            return 40 + 2;
        },
        [&](int value) {
            result = value;
            thread = QThread::currentThread();
        },
        {});
    ASSERT_TRUE(QTest::qWaitFor([&] { return result != 0; }));
    EXPECT_EQ(result, 42);
    EXPECT_TRUE(elsewhere);
    EXPECT_EQ(thread, window);
}

TEST(BackgroundTask, ReportsAnExceptionAsText) {
    QObject owner;
    QString error;
    bool done = false;
    runInBackground(
        &owner, {QStringLiteral("failing"), false},
        [](RunControl&, const ProgressObserver&) -> int { throw std::runtime_error("no such face"); },
        [&](int) { done = true; }, [&](const QString& text) { error = text; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return !error.isEmpty(); }));
    EXPECT_EQ(error, QStringLiteral("no such face"));
    EXPECT_FALSE(done);
}

TEST(BackgroundTask, HandsOverTheLastProgress) {
    QObject owner;
    bool done = false;
    long long seen = -1;
    BackgroundTask* task = runInBackground(
        &owner, {QStringLiteral("counting"), false},
        [](RunControl&, const ProgressObserver& observer) {
            for (int i = 1; i <= 1000; ++i) {
                Progress progress;
                progress.done = i;
                observer(progress);
            }
            return 0;
        },
        [&](int) { done = true; }, {});
    int reports = 0;
    QObject::connect(task, &BackgroundTask::progressChanged, &owner, [&](const Progress& progress) {
        seen = progress.done;
        ++reports;
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return done; }));
    EXPECT_EQ(seen, 1000);
    EXPECT_LT(reports, 100) << "the window pulls; it is not told of every step";
}

TEST(BackgroundTask, GoingAwayStopsTheWorkAndDropsItsResult) {
    auto owner = std::make_unique<QObject>();
    bool delivered = false;
    auto stopped = std::make_shared<std::atomic<bool>>(false);
    runInBackground(
        owner.get(), {QStringLiteral("waiting"), false, 5000},
        [stopped](RunControl& control, const ProgressObserver&) {
            while (!control.stopRequested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            *stopped = true;
            return 1;
        },
        [&](int) { delivered = true; }, {});
    owner.reset();
    EXPECT_TRUE(*stopped) << "the destructor waits for the worker";
    QTest::qWait(100);
    EXPECT_FALSE(delivered);
}

TEST(BackgroundTask, IsAnnouncedToTheRailUnlessItHides) {
    QObject owner;
    int announced = 0;
    QObject::connect(&JobBoard::instance(), &JobBoard::started, &owner,
                     [&](BackgroundTask*) { ++announced; });
    int done = 0;
    const auto work = [](RunControl&, const ProgressObserver&) { return 0; };
    runInBackground(&owner, {QStringLiteral("shown"), true}, work, [&](int) { ++done; }, {});
    runInBackground(&owner, {QStringLiteral("hidden"), false}, work, [&](int) { ++done; }, {});
    ASSERT_TRUE(QTest::qWaitFor([&] { return done == 2; }));
    EXPECT_EQ(announced, 1);
}

}  // namespace
}  // namespace pf::ui
