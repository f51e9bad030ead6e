#include "core/base/posix_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

TEST(Descriptor, WritesAtTheEndAndAtAPlace) {
    const test::TemporaryFolder folder;
    Descriptor file(folder / "a", O_RDWR | O_CREAT);
    ASSERT_TRUE(file.isOpen());
    EXPECT_TRUE(file.write(bytesOf("abcdef")));
    EXPECT_TRUE(file.write(bytesOf("XY"), 2));
    EXPECT_TRUE(file.write(bytesOf("g")));
    EXPECT_TRUE(file.flush());
    EXPECT_TRUE(file.close());
    EXPECT_FALSE(file.isOpen());
    EXPECT_EQ(readTextFile(folder / "a"), "abXYefg");
}

TEST(Descriptor, ClosesWhatItHeldWhenItIsReplaced) {
    const test::TemporaryFolder folder;
    Descriptor file(folder / "a", O_RDWR | O_CREAT);
    const int number = file.number();
    file = Descriptor();
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
    Descriptor other(folder / "a", O_RDONLY);
    const Descriptor moved = std::move(other);
    EXPECT_TRUE(moved.isOpen());
    EXPECT_NE(::fcntl(moved.number(), F_GETFD), -1);
}

TEST(Descriptor, SaysWhyItCannot) {
    const test::TemporaryFolder folder;
    EXPECT_FALSE(Descriptor(folder / "missing", O_RDONLY).isOpen());
    EXPECT_EQ(errno, ENOENT);
    const Descriptor full("/dev/full", O_WRONLY);
    EXPECT_FALSE(full.write(bytesOf("a")));
    EXPECT_EQ(errno, ENOSPC);
    test::expectContains(ioError("/a", "write it").what(), {"/a: cannot write it", "free some space"});
    test::expectContains(ioError("/a", "write it", EACCES).what(), {"permissions"});
}

TEST(SystemFaults, WhatMayPassIsNoFaultOfTheFile) {
    for (const int fault : {EIO, ESTALE, EMFILE, EINTR, EBUSY, ETXTBSY, EUCLEAN, EBADMSG, EOVERFLOW, ENOKEY,
                            EKEYEXPIRED, EKEYREVOKED, EKEYREJECTED}) {
        EXPECT_TRUE(isMachineFault(fault)) << fault;
    }
    for (const int own : {ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, EISDIR, EINVAL}) {
        EXPECT_FALSE(isMachineFault(own)) << own;
    }
}

TEST(SystemFaults, RightsAreAKindOfTheirOwn) {
    EXPECT_TRUE(isForbidden(EACCES));
    EXPECT_TRUE(isForbidden(EPERM));
    EXPECT_FALSE(isForbidden(ENOENT));
    EXPECT_FALSE(isForbidden(EKEYEXPIRED));
}

}  // namespace
}  // namespace pf
