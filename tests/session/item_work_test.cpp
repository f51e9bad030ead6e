#include "core/session/item_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

namespace pf {
namespace {

TEST(ItemWork, DoesEveryItemOnceWithAnyNumberOfThreads) {
    for (const int threads : {1, 4}) {
        RunControl control;
        std::mutex mutex;
        std::multiset<std::size_t> items;
        std::atomic<int> workers{0};
        std::vector<Progress> said;
        const auto makeWorker = [&]() -> ItemWorker {
            ++workers;
            return [&](std::size_t item) {
                const std::lock_guard lock(mutex);
                items.insert(item);
                return item < 50 ? ItemEnd::WasDone : ItemEnd::Done;
            };
        };
        EXPECT_TRUE(workThrough({.total = 100, .done = 10, .threads = threads, .detail = "x"}, makeWorker,
                                control, [&](const Progress& progress) { said.push_back(progress); }));
        EXPECT_EQ(items.size(), 90U);
        EXPECT_EQ(std::set<std::size_t>(items.begin(), items.end()).size(), 90U);
        EXPECT_EQ(*items.begin(), 10U);
        EXPECT_EQ(workers, threads) << "each thread has its own";
        ASSERT_EQ(said.size(), 90U);
        EXPECT_EQ(said.front().done, 11);
        EXPECT_EQ(said.back().done, 100);
        EXPECT_EQ(said.back().secondsLeft, 0);
        EXPECT_EQ(said.back().detail, "x");
    }
}

TEST(ItemWork, TakesNeighboursTogetherAndInOrder) {
    RunControl control;
    std::vector<std::size_t> items;
    const auto makeWorker = [&]() -> ItemWorker {
        return [&](std::size_t item) {
            items.push_back(item);
            return ItemEnd::Done;
        };
    };
    EXPECT_TRUE(workThrough({.total = 8, .done = 2, .step = 2}, makeWorker, control, nullptr));
    EXPECT_THAT(items, testing::ElementsAre(2, 4, 6));
}

TEST(ItemWork, StopsAfterTheItemUnderWay) {
    RunControl control;
    int items = 0;
    const auto makeWorker = [&]() -> ItemWorker {
        return [&](std::size_t item) {
            ++items;
            return item == 7 ? ItemEnd::Stopped : ItemEnd::Done;
        };
    };
    const auto stopAt3 = [&](const Progress& progress) {
        if (progress.done == 3) {
            control.requestStop();
        }
    };
    EXPECT_FALSE(workThrough({.total = 100}, makeWorker, control, stopAt3));
    EXPECT_EQ(items, 3);
    RunControl another;
    EXPECT_FALSE(workThrough({.total = 10}, makeWorker, another, nullptr)) << "the worker itself stopped";
}

TEST(ItemWork, EndsAllThreadsBeforeItSaysWhatFailed) {
    RunControl control;
    std::atomic<int> inside{0};
    const auto makeWorker = [&]() -> ItemWorker {
        return [&](std::size_t item) {
            ++inside;
            if (item == 5) {
                --inside;
                throw std::runtime_error("item 5");
            }
            --inside;
            return ItemEnd::Done;
        };
    };
    EXPECT_THROW(workThrough({.total = 1000000, .threads = 3}, makeWorker, control, nullptr),
                 std::runtime_error);
    EXPECT_EQ(inside, 0);
}

TEST(ItemWork, WithoutItemsIsDoneAtOnce) {
    RunControl control;
    const auto makeWorker = []() -> ItemWorker { return [](std::size_t) { return ItemEnd::Done; }; };
    EXPECT_TRUE(workThrough({.total = 0, .threads = 4}, makeWorker, control, nullptr));
    EXPECT_TRUE(workThrough({.total = 4, .done = 4}, makeWorker, control, nullptr));
}

}  // namespace
}  // namespace pf
