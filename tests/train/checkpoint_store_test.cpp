#include "core/train/checkpoint_store.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/nn/pch.h"
#include "tests/support/failures.h"
#include "tests/support/no_descriptors.h"
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
        ASSERT_EQ(found.unusable.size(), 1U);
        EXPECT_NE(found.unusable[0].find("step-2"), std::string::npos);
    }
    writeTextAtomically(last, whole);
    EXPECT_EQ(store.latest().checkpoint->step, 2);
}

TEST(CheckpointStore, AFaultOfTheMachineIsNoDamage) {
    const test::TemporaryFolder folder;
    CheckpointStore store(folder.path());
    store.save(1, tensorsFor(1), {});
    store.save(2, tensorsFor(2), {});
    const auto said = [&](const auto& work) {
        const test::NoDescriptors none;
        return test::failure(work, ErrorCode::Io);
    };
    test::expectContains(said([&] { store.latest(); }), {"cannot read the folder: Too many open files"});
    test::expectContains(said([&] { readCheckpoint(folder / "step-2.safetensors"); }),
                         {"step-2.safetensors", "cannot open it: Too many open files"});
    test::expectContains(said([&] { CheckpointStore(folder.path()); }), {"cannot read the folder"});
    test::expectContains(said([&] { findCheckpointMarks(folder.path()); }), {"cannot read the folder"});
    EXPECT_EQ(store.latest().checkpoint->step, 2);
}

TEST(CheckpointStore, OnlyWhatMayPassIsWaitedFor) {
    const test::TemporaryFolder folder;
    CheckpointStore store(folder.path());
    const auto file = store.save(1, tensorsFor(1), {});
    EXPECT_TRUE(mayPass(Error(ErrorCode::Io, "Stale file handle"), file));
    EXPECT_FALSE(mayPass(Error(ErrorCode::Data, "damaged"), file));
    EXPECT_FALSE(mayPass(Error(ErrorCode::Io, "there is no such file"), folder / "step-7.safetensors"));
    // What git-annex leaves of a file that was not fetched.
    std::filesystem::create_symlink("nowhere", folder / "step-9.safetensors");
    const auto found = store.latest();
    EXPECT_EQ(found.checkpoint->step, 1);
    ASSERT_EQ(found.unusable.size(), 1U);
    test::expectContains(found.unusable[0], {"step-9", "no such file"});
}

TEST(CheckpointStore, AStandInIsCalledWhatItIs) {
    const test::TemporaryFolder folder;
    CheckpointStore store(folder.path());
    folder.write("step-3.safetensors",
                 "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2356840\n");
    const auto found = store.latest();
    EXPECT_FALSE(found.checkpoint);
    ASSERT_EQ(found.unusable.size(), 1U);
    test::expectContains(found.unusable[0], {"step-3", "Git LFS pointer", "git lfs pull"});
}

TEST(CheckpointStore, NamesThatACopyPutIntoCapitalsAreFound) {
    const test::TemporaryFolder folder;
    {
        CheckpointStore store(folder.path());
        store.save(1, tensorsFor(1), {{kBestStepKey, "1"}});
        store.save(2, tensorsFor(2), {{kBestStepKey, "1"}});
    }
    std::filesystem::rename(folder / "step-1.safetensors", folder / "STEP-1.SAFETENSORS");
    std::filesystem::rename(folder / "step-2.safetensors", folder / "Step-2.Safetensors");
    std::filesystem::remove(folder / "best.safetensors");
    std::filesystem::remove(folder / "last.safetensors");
    CheckpointStore store(folder.path());
    EXPECT_EQ(store.latest().checkpoint->step, 2);
    EXPECT_EQ(store.best(), 1);
    EXPECT_EQ(storedCheckpoint(folder.path(), 1), folder / "STEP-1.SAFETENSORS");
    store.save(3, tensorsFor(3), {});
    store.save(4, tensorsFor(4), {});
    EXPECT_TRUE(std::filesystem::exists(folder / "STEP-1.SAFETENSORS")) << "the best";
    EXPECT_FALSE(std::filesystem::exists(folder / "Step-2.Safetensors"));
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
