#include "core/base/atomic_file.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

std::size_t filesIn(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(AtomicFile, ReplacesTheWholeContent) {
    const test::TemporaryFolder folder;
    writeTextAtomically(folder / "a", "a longer first text");
    writeTextAtomically(folder / "a", "second");
    EXPECT_EQ(readTextFile(folder / "a"), "second");
    EXPECT_EQ(filesIn(folder.path()), 1U);
}

TEST(AtomicFile, AWriterThatThrowsLeavesTheOldFileAndNothingElse) {
    const test::TemporaryFolder folder;
    writeTextAtomically(folder / "a", "old");
    EXPECT_THROW(writeFileAtomically(folder / "a",
                                     [](const ByteSink& sink) {
                                         sink(std::as_bytes(std::span("half")));
                                         throw Error(ErrorCode::Internal, "broken off");
                                     }),
                 Error);
    EXPECT_EQ(readTextFile(folder / "a"), "old");
    EXPECT_EQ(filesIn(folder.path()), 1U);
}

TEST(AtomicFile, AMissingFolderIsNamed) {
    const test::TemporaryFolder folder;
    try {
        writeTextAtomically(folder / "nowhere/file", "text");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Io);
        EXPECT_NE(std::string(error.what()).find("nowhere/file"), std::string::npos);
    }
}

TEST(AtomicFile, AFolderAndAnAbsentFileAreNoText) {
    const test::TemporaryFolder folder;
    EXPECT_THROW(readTextFile(folder.path()), Error);
    EXPECT_THROW(readTextFile(folder / "absent"), Error);
}

TEST(AtomicFile, ReadingStopsAtTheLimit) {
    const test::TemporaryFolder folder;
    folder.write("big", std::string(1000, 'x'));
    EXPECT_EQ(readTextFile(folder / "big", 1000).size(), 1000U);
    EXPECT_THROW(readTextFile(folder / "big", 999), Error);
}

TEST(Sha256, KnownDigest) {
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 sum;
    sum.add("a");
    sum.add("bc");
    EXPECT_EQ(sum.hex(), sha256Hex("abc"));
}

}  // namespace
}  // namespace pf
