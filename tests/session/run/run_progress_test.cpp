#include "core/session/run/run_progress.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace pf {
namespace {

class RunProgressTest : public testing::Test {
  protected:
    /// The retries of one image on a thread of a loader.
    std::thread waitOnce() {
        std::thread loader([this] { progress_.wait("the folder is gone"); });
        while (!waits_) {
            std::this_thread::yield();
        }
        return loader;
    }

    RunControl control_;
    std::vector<std::string> said_;
    std::atomic<bool> waits_ = false;
    RunProgress progress_{control_, nullptr, [this](const std::string& why) {
                              said_.push_back(why);
                              waits_ = true;
                          }};
};

TEST_F(RunProgressTest, WhoHadItsImageBeforeEndsNoWaiting) {
    std::thread loader = waitOnce();
    EXPECT_FALSE(progress_.goOn());
    EXPECT_TRUE(progress_.takeWaits().empty());
    loader.join();
    EXPECT_TRUE(progress_.goOn());
    ASSERT_EQ(said_.size(), 2U);
    EXPECT_TRUE(said_.back().empty());
    const auto waits = progress_.takeWaits();
    ASSERT_EQ(waits.size(), 1U);
    EXPECT_TRUE(waits.front().starts_with("continued after waiting 0:01")) << waits.front();
}

TEST_F(RunProgressTest, AStopIsNotSaidToHaveGoneOn) {
    std::thread loader = waitOnce();
    control_.requestStop();
    loader.join();
    EXPECT_TRUE(progress_.goOn());
    const auto waits = progress_.takeWaits();
    ASSERT_EQ(waits.size(), 1U);
    EXPECT_TRUE(waits.front().starts_with("stopped after waiting")) << waits.front();
}

}  // namespace
}  // namespace pf
