#include "core/data/sets/list_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/test_images.h"

namespace pf {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// The entries of a list beside two images, as "number path label", with a star where the file is there.
std::vector<std::string> entriesOf(const std::string& name, const std::string& text) {
    const test::TempFolder folder;
    folder.write("a b.png", "x");
    folder.write("sub/c.png", "x");
    ListLines lines(folder.path() / name, text);
    std::vector<std::string> found;
    for (const ListEntry& entry : lines.read(folder.path())) {
        found.push_back(std::to_string(entry.number) + " " + entry.path + " " + entry.label +
                        (entry.exists ? " *" : ""));
    }
    return found;
}

TEST(ListLines, AFileThatIsThereDecidesWhereItsPathEnds) {
    EXPECT_THAT(entriesOf("l.txt", "# made by hand\n\na b.png\na b.png Ann B\nsub/c.png\tAnn\r\n"),
                testing::ElementsAre("3 a b.png  *", "4 a b.png Ann B", "5 sub/c.png Ann *"));
    EXPECT_THAT(entriesOf("l.csv", "\"a b.png\",\"Ann, B\"\nsub/c.png,7\n"),
                testing::ElementsAre("1 a b.png Ann, B *", "2 sub/c.png 7 *"));
}

TEST(ListLines, OnlyTheFirstLineMayBeAHeader) {
    EXPECT_THAT(entriesOf("l.csv", "path,label\nsub/c.png,7\nnames,8\n"),
                testing::ElementsAre("2 sub/c.png 7 *", "3 names 8"));
    EXPECT_THAT(entriesOf("l.txt", "\xEF\xBB\xBFpath label\rsub/c.png 7"),
                testing::ElementsAre("2 sub/c.png 7 *"));
}

TEST(ListLines, ColumnsOfTheFirstLineHoldForAll) {
    EXPECT_THAT(entriesOf("l.lst", "0\t5.0\tsub/c.png\n1\t6\tno.png\n"),
                testing::ElementsAre("1 sub/c.png 5 *", "2 no.png 6"));
    EXPECT_THAT(test::errorOf([] { entriesOf("l.lst", "0\t5\tsub/c.png\nsub/c.png\t6\n"); }),
                HasSubstr("its columns are not those of line 1 (index, label, path)"));
    EXPECT_THAT(entriesOf("l.txt", "7 sub/c.png\n8 no.png\n"),
                testing::ElementsAre("1 sub/c.png 7 *", "2 no.png 8"));
    ListLines plain("l.txt", "no.png\n");
    plain.read("/");
    EXPECT_FALSE(plain.hasColumns());
}

TEST(ListLines, NamesWhateverMayBeAPath) {
    const ListLines lines("l.txt", "0\t5\tsub/c.png\na b.png 3\n");
    EXPECT_THAT(lines.names(), Contains("sub/c.png"));
    EXPECT_THAT(lines.names(), Contains("a b.png"));
    EXPECT_THAT(lines.names(), Contains("a b.png 3"));
}

TEST(ListLines, RefusesWhatIsNotText) {
    EXPECT_THAT(test::errorOf([] { ListLines("l.txt", std::string("a\0b", 3)); }),
                HasSubstr("not a text file"));
    EXPECT_THAT(test::errorOf([] { entriesOf("l.txt", "a.png\n\"b.png\n"); }),
                testing::AllOf(HasSubstr("l.txt:2"), HasSubstr("closing quote")));
}

}  // namespace
}  // namespace pf
