#include "core/base/files/path_places.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

TEST(PathPlaces, SeeThroughLinksAndWhatIsNotThereYet) {
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "a/b");
    fs::create_directory_symlink(folder / "a/b", folder / "link");
    EXPECT_TRUE(liesIn(folder / "a/b", folder / "a"));
    EXPECT_TRUE(liesIn(folder / "a/", folder / "a"));
    EXPECT_TRUE(liesIn(folder / "link/new", folder / "a"));
    EXPECT_TRUE(liesIn(folder / "a/none/deep", folder / "a"));
    EXPECT_FALSE(liesIn(folder / "a", folder / "a/b"));
    EXPECT_FALSE(liesIn(folder / "ab", folder / "a")) << "a name's beginning is not a folder";
    EXPECT_EQ(realPath(folder / "link/"), realPath(folder / "a/b"));
}

}  // namespace
}  // namespace pf
