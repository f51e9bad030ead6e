#include "core/train/checkpoint_store.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/nn/pch.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

NamedTensors tensorsFor(std::int64_t step) {
    return {{"head.w", torch::full({2, 3}, static_cast<double>(step))}};
}

bool exists(const test::TemporaryFolder& folder, std::int64_t step) {
    return std::filesystem::exists(folder / ("step-" + std::to_string(step) + ".safetensors"));
}

TEST(CheckpointStore, KeepsTheLastTwoAndTheBest) {
    const test::TemporaryFolder folder;
    CheckpointStore store(folder.path());
    for (std::int64_t step = 1; step <= 5; ++step) {
        store.save(step, tensorsFor(step), {});
        if (step == 2) {
            store.markBest(2);
        }
    }
    EXPECT_FALSE(exists(folder, 1));
    EXPECT_TRUE(exists(folder, 2));
    EXPECT_FALSE(exists(folder, 3));
    EXPECT_TRUE(exists(folder, 4));
    EXPECT_TRUE(exists(folder, 5));
    EXPECT_EQ(store.best(), 2);
    EXPECT_EQ(std::filesystem::read_symlink(folder / "best.safetensors"), "step-2.safetensors");
    EXPECT_EQ(std::filesystem::read_symlink(folder / "last.safetensors"), "step-5.safetensors");
    EXPECT_TRUE(store.takeNotes().empty());
    store.markBest(5);
    EXPECT_FALSE(exists(folder, 2));
}

TEST(CheckpointStore, ADamagedFileIsPassedOverForTheOneBefore) {
    const test::TemporaryFolder folder;
    CheckpointStore store(folder.path());
    store.save(1, tensorsFor(1), {});
    const auto last = store.save(2, tensorsFor(2), {});
    const std::string whole = readTextFile(last);
    for (const std::size_t position : {std::size_t{9}, whole.size() / 2, whole.size() - 1}) {
        std::string damaged = whole;
        damaged[position] = static_cast<char>(damaged[position] ^ 4);
        writeTextAtomically(last, damaged);
        const auto found = store.latest();
        ASSERT_TRUE(found.checkpoint);
        EXPECT_EQ(found.checkpoint->step, 1);
        ASSERT_EQ(found.warnings.size(), 1U);
        EXPECT_NE(found.warnings[0].find("step-2"), std::string::npos);
    }
    writeTextAtomically(last, whole);
    EXPECT_EQ(store.latest().checkpoint->step, 2);
}

TEST(CheckpointStore, LeftoversOfAKilledProcessAreRemovedAndNothingElse) {
    const test::TemporaryFolder folder;
    CheckpointStore(folder.path()).save(3, tensorsFor(3), {});
    folder.write("step-4.safetensors.tmp-123-0", "half a checkpoint");
    const CheckpointStore store(folder.path());
    EXPECT_FALSE(std::filesystem::exists(folder / "step-4.safetensors.tmp-123-0"));
    EXPECT_EQ(store.latest().checkpoint->step, 3);
}

TEST(CheckpointStore, AnEmptyFolderHasNothing) {
    const test::TemporaryFolder folder;
    const CheckpointStore store(folder / "new");
    EXPECT_FALSE(store.latest().checkpoint);
    EXPECT_FALSE(store.best());
}

TEST(CheckpointStore, AForeignWeightsFileIsNoCheckpoint) {
    const test::TemporaryFolder folder;
    writeSafetensors(folder / "w.safetensors", tensorsFor(1), {});
    EXPECT_THROW(readCheckpoint(folder / "w.safetensors"), Error);
}

}  // namespace
}  // namespace pf
