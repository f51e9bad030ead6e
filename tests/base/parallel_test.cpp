#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

namespace pf {
namespace {

TEST(ForEachBlock, CoversTheRangeOnceAndThrowsTheFirstFailure) {
    for (const int threads : {0, 1, 3, 8}) {
        std::vector<int> visits(1001, 0);
        forEachBlock(visits.size(), 10, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                ++visits[i];
            }
        });
        EXPECT_EQ(visits, std::vector<int>(1001, 1)) << threads;
        try {
            forEachBlock(1001, 10, threads, [](std::size_t begin, std::size_t) {
                if (begin >= 300) {
                    throw std::runtime_error(std::to_string(begin));
                }
            });
            FAIL() << "no error";
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "300");
        }
    }
    forEachBlock(0, 10, 4, [](std::size_t, std::size_t) { FAIL() << "there is nothing to do"; });
}

TEST(OnThreads, RunsEveryThreadAndThrowsWhatTheLowestThrew) {
    std::vector<int> runs(5, 0);
    onThreads(runs.size(), [&](std::size_t thread) { ++runs[thread]; });
    EXPECT_EQ(runs, std::vector<int>(5, 1));
    std::atomic<int> ended = 0;
    try {
        onThreads(4, [&](std::size_t thread) {
            ++ended;
            if (thread % 2 == 1) {
                throw std::runtime_error(std::to_string(thread));
            }
        });
        FAIL() << "no error";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "1");
    }
    EXPECT_EQ(ended, 4);
}

TEST(Chunks, CoverTheRangeInOrderAndAreNotTooSmall) {
    const Chunks one(5, 10);
    EXPECT_EQ(one.count(), 1U);
    const Chunks many(1000, 1);
    EXPECT_EQ(many.count(), std::min<std::size_t>(1000, coreCount()));
    std::vector<int> visits(1000, 0);
    forEachChunk(many, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            ++visits[i];
        }
    });
    EXPECT_EQ(visits, std::vector<int>(1000, 1));
}

}  // namespace
}  // namespace pf
