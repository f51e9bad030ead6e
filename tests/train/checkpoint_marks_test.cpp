#include "core/train/checkpoint_marks.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/nn/pch.h"
#include "core/train/checkpoint_store.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

NamedTensors someTensors() {
    return {{"head.w", torch::ones({64, 32})}};
}

/// What a run writes: each checkpoint names the best so far.
Metadata saying(const std::string& bestStep, double bestValue, bool evaluated = true) {
    return {{kBestStepKey, bestStep},
            {"best_value", std::to_string(bestValue)},
            {"evaluated", evaluated ? "1" : "0"}};
}

/// A run whose best checkpoint is the one of step 2, three later ones not counted.
class CheckpointMarks : public testing::Test {
  protected:
    void SetUp() override {
        CheckpointStore store(folder_.path());
        store.save(1, someTensors(), saying("1", 0.7));
        store.markBest(1);
        store.save(2, someTensors(), saying("2", 0.9));
        store.markBest(2);
        store.save(3, someTensors(), saying("2", 0.9));
        store.save(4, someTensors(), saying("2", 0.9, false));
    }
    void removeLinks() {
        std::filesystem::remove(folder_ / "best.safetensors");
        std::filesystem::remove(folder_ / "last.safetensors");
    }
    /// Goes on as a resumed run does; the best must survive.
    void trainOn() {
        CheckpointStore store(folder_.path());
        for (std::int64_t step = 5; step <= 8; ++step) {
            store.save(step, someTensors(), saying("2", 0.9));
        }
    }
    bool exists(std::int64_t step) { return std::filesystem::exists(checkpointFile(folder_.path(), step)); }

    test::TemporaryFolder folder_;
};

TEST_F(CheckpointMarks, LostLinksCostNothing) {
    removeLinks();
    EXPECT_EQ(findCheckpointMarks(folder_.path()).best, 2);
    EXPECT_EQ(findCheckpointMarks(folder_.path()).last, 4);
    trainOn();
    EXPECT_TRUE(exists(2));
    EXPECT_FALSE(exists(3));
    EXPECT_EQ(findCheckpointMarks(folder_.path()).best, 2);
}

TEST_F(CheckpointMarks, AKillBeforeTheLinkIsTurnedLeavesTheNewBest) {
    {
        CheckpointStore store(folder_.path());
        store.save(5, someTensors(), saying("5", 0.95));
    }
    EXPECT_EQ(markedStep(folder_.path(), "best"), 2);
    EXPECT_EQ(findCheckpointMarks(folder_.path()).best, 5);
    trainOn();
    EXPECT_TRUE(exists(5));
}

TEST_F(CheckpointMarks, TextsThatStandForLinksAreRead) {
    for (const std::string& text :
         {std::string("step-2.safetensors"), std::string("step-2.safetensors\n"),
          std::string("XSym\n0018\n0123456789abcdef0123456789abcdef\nstep-2.safetensors\n          "),
          std::string("!<symlink>\xff\xfes\0t\0e\0p\0-\0002\0.\0s\0a\0f\0e\0t\0e\0n\0s\0o\0r\0s\0", 48)}) {
        removeLinks();
        writeTextAtomically(folder_ / "best.safetensors", text);
        EXPECT_EQ(markedStep(folder_.path(), "best"), 2) << text;
    }
    writeTextAtomically(folder_ / "best.safetensors", "not a link at all");
    EXPECT_FALSE(markedStep(folder_.path(), "best"));
    trainOn();
    EXPECT_TRUE(exists(2));
}

TEST_F(CheckpointMarks, ACopyThatFollowedTheLinksIsTheCheckpoint) {
    removeLinks();
    std::filesystem::copy_file(checkpointFile(folder_.path(), 2), folder_ / "best.safetensors");
    EXPECT_EQ(markedStep(folder_.path(), "best"), 2);
    // Only the copy came along.
    std::filesystem::remove(checkpointFile(folder_.path(), 2));
    trainOn();
    EXPECT_TRUE(exists(2));
    EXPECT_EQ(findCheckpointMarks(folder_.path()).best, 2);
}

TEST_F(CheckpointMarks, WithoutSymbolicLinksTheRunGoesOn) {
    CheckpointStore store(folder_.path());
    removeLinks();
    // What a rename cannot replace.
    folder_.write("best.safetensors/x", "");
    folder_.write("last.safetensors/x", "");
    store.save(5, someTensors(), saying("5", 0.95));
    store.markBest(5);
    const auto notes = store.takeNotes();
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("Nothing is lost"), std::string::npos) << notes[0];
    EXPECT_TRUE(store.takeNotes().empty());
    EXPECT_EQ(store.best(), 5);
}

TEST(OldCheckpointMarks, ValuesTellTheBestWhereNothingElseDoes) {
    const test::TemporaryFolder folder;
    const auto said = [](double best, bool evaluated) {
        return Metadata{{"best_value", std::to_string(best)}, {"evaluated", evaluated ? "1" : "0"}};
    };
    {
        CheckpointStore store(folder.path());
        store.save(2, someTensors(), said(0.9, true));
        store.markBest(2);
        store.save(3, someTensors(), said(0.9, true));
        store.save(4, someTensors(), said(0.9, true));
    }
    std::filesystem::remove(folder / "best.safetensors");
    std::filesystem::remove(folder / "last.safetensors");
    EXPECT_EQ(findCheckpointMarks(folder.path()).best, 2);
    CheckpointStore store(folder.path());
    store.save(5, someTensors(), said(0.9, true));
    store.save(6, someTensors(), said(0.9, true));
    EXPECT_TRUE(std::filesystem::exists(checkpointFile(folder.path(), 2)));
}

TEST(CheckpointStore, WhatCannotBeReadMayBeTheBest) {
    const test::TemporaryFolder folder;
    CheckpointStore(folder.path()).save(1, someTensors(), {});
    writeTextAtomically(checkpointFile(folder.path(), 1), "unreadable for the moment");
    CheckpointStore store(folder.path());
    for (std::int64_t step = 2; step <= 5; ++step) {
        store.save(step, someTensors(), saying(kNoBestStep, kNoBestValue));
    }
    EXPECT_TRUE(std::filesystem::exists(checkpointFile(folder.path(), 1)));
    EXPECT_FALSE(std::filesystem::exists(checkpointFile(folder.path(), 2)));
    EXPECT_FALSE(store.best());
}

TEST(CheckpointStore, WhatWasJustSavedIsKeptBesideDamagedOnesOfLaterSteps) {
    const test::TemporaryFolder folder;
    {
        CheckpointStore store(folder.path());
        store.save(1, someTensors(), saying(kNoBestStep, kNoBestValue));
    }
    for (const std::int64_t step : {11, 12}) {
        std::string bytes = readTextFile(checkpointFile(folder.path(), 1));
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        writeTextAtomically(checkpointFile(folder.path(), step), bytes);
    }
    CheckpointStore store(folder.path());
    store.save(3, someTensors(), saying(kNoBestStep, kNoBestValue));
    EXPECT_TRUE(std::filesystem::exists(checkpointFile(folder.path(), 3)));
    EXPECT_EQ(store.latest().checkpoint->step, 3);
}

}  // namespace
}  // namespace pf
