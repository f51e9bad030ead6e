#include "core/base/folder_lock.h"

#include <gtest/gtest.h>

#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

TEST(FolderLock, KeepsASecondOneOutUntilItGoes) {
    const test::TemporaryFolder folder;
    const Error taken(ErrorCode::Config, "somebody works here", folder.path().string());
    {
        const FolderLock lock(folder.path(), "lock", taken);
        EXPECT_EQ(lock.problem(), "");
        EXPECT_EQ(lock.flushProblem(), "");
        test::expectContains(
            test::failure([&] { FolderLock(folder.path(), "lock", taken); }, ErrorCode::Config),
            {"somebody works here"});
    }
    EXPECT_NO_THROW(FolderLock(folder.path(), "lock", taken));
}

TEST(FolderLock, HoldsTheFolderItselfWithoutAName) {
    const test::TemporaryFolder folder;
    const Error taken(ErrorCode::Config, "somebody works here", folder.path().string());
    const FolderLock lock(folder.path(), "", taken);
    EXPECT_EQ(lock.problem(), "");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    test::failure([&] { FolderLock(folder.path(), "", taken); }, ErrorCode::Config);
}

TEST(FolderLock, NamesAFolderThatCannotBeWritten) {
    const test::TemporaryFolder folder;
    test::expectContains(
        test::failure([&] { FolderLock(folder / "missing", "lock", Error(ErrorCode::Io, "")); },
                      ErrorCode::Io),
        {"missing", "cannot write here"});
}

}  // namespace
}  // namespace pf
