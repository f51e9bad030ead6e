#include "core/base/files/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using testing::HasSubstr;

TEST(OutputFile, GoesOnAfterWhatIsKnownToBeThere) {
    const test::TemporaryFolder folder;
    const auto path = folder / "a";
    {
        OutputFile file(path);
        file.append("abc");
        EXPECT_EQ(file.flush(), 3U);
        file.append("lost");
        EXPECT_EQ(file.size(), 7U);
        EXPECT_EQ(readTextFile(path), "abc");
        file.writeOut();
        EXPECT_EQ(readTextFile(path), "abclost");
    }
    OutputFile file(path, 3);
    file.append("def");
    EXPECT_EQ(file.flush(), 6U);
    file.overwrite(1, std::as_bytes(std::span("BC", 2)));
    EXPECT_EQ(readTextFile(path), "aBCdef");
}

TEST(OutputFile, StartsAgainWhereNothingIsKept) {
    const test::TemporaryFolder folder;
    const auto path = folder.write("a", "before");
    OutputFile(path).flush();
    EXPECT_EQ(readTextFile(path), "");
}

TEST(OutputFile, RefusesAFileThatLostSomething) {
    const test::TemporaryFolder folder;
    const auto path = folder.write("a", "abc");
    EXPECT_THAT(test::failure([&] { OutputFile(path, 4); }), HasSubstr("4 bytes"));
    EXPECT_EQ(readTextFile(path), "abc");
    EXPECT_THAT(test::failure([&] { OutputFile(folder / "none", 1); }, ErrorCode::Io), HasSubstr("none"));
    EXPECT_THAT(test::failure([&] { OutputFile(folder / "no/file"); }, ErrorCode::Io),
                HasSubstr("cannot create it"));
}

TEST(OutputFile, SaysHowAFullDiskIsHelped) {
    OutputFile file("/dev/full");
    file.append("x");
    EXPECT_THAT(test::failure([&] { file.writeOut(); }, ErrorCode::Io),
                testing::AllOf(HasSubstr("/dev/full"), HasSubstr("free some space")));
}

}  // namespace
}  // namespace pf
