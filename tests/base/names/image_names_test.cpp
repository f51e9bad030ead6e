#include "core/base/names/image_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

using Names = std::vector<std::string>;

constexpr std::uint32_t kNone = 99;

std::uint32_t rowOf(const Names& names, std::string_view image) {
    return ImageNames(names).find(image, "list.txt:7").value_or(kNone);
}

TEST(ImageNames, FindTheFullNameFirst) {
    const Names names = {"lfw/Ann/Ann_0001.jpg", "Ann/Ann_0001.jpg", "Ann_0001.jpg", "./b.jpg"};
    EXPECT_EQ(rowOf(names, "Ann/Ann_0001.jpg"), 1U);
    EXPECT_EQ(rowOf(names, "Ann_0001.jpg"), 2U);
    EXPECT_EQ(rowOf(names, "././b.jpg"), 3U);
    EXPECT_EQ(rowOf(names, "B.jpg"), kNone);
    EXPECT_EQ(rowOf(names, ""), kNone);
    EXPECT_EQ(rowOf({}, "b.jpg"), kNone);
}

TEST(ImageNames, FindByWholeComponentsAtTheEnd) {
    const Names names = {"/data/lfw/Ann/Ann_0001.jpg", "/data/lfw/Bob/Bob_0001.jpg",
                         "/data/lfw/MaryAnn/1.jpg"};
    EXPECT_EQ(rowOf(names, "Ann/Ann_0001.jpg"), 0U);
    EXPECT_EQ(rowOf(names, "Bob_0001.jpg"), 1U);
    EXPECT_EQ(rowOf(names, "Ann/1.jpg"), kNone);
    EXPECT_EQ(rowOf(names, "Cid/Ann_0001.jpg"), kNone);
}

TEST(ImageNames, FindTheLongestNameAtTheEndOfThePath) {
    const Names names = {"Ann/1.jpg", "1.jpg", "lfw/Ann/1.jpg"};
    EXPECT_EQ(rowOf(names, "/data/lfw/Ann/1.jpg"), 2U);
    EXPECT_EQ(rowOf(names, "/data/cfp/Ann/1.jpg"), 0U);
    EXPECT_EQ(rowOf(names, "/data/cfp/Bob/1.jpg"), 1U);
    EXPECT_EQ(rowOf(names, "/data/cfp/Bob/2.jpg"), kNone);
}

TEST(ImageNames, PreferTheSameExtensionAndTakeAnother) {
    const Names names = {"a/1.png",    "a/1.jpg",    "a/2.png",   "noext",
                         "frame.0001", "frame.0002", "lfw.bin#0", "lfw.bin#1"};
    EXPECT_EQ(rowOf(names, "a/1.jpg"), 1U);
    EXPECT_EQ(rowOf(names, "1.png"), 0U);
    EXPECT_EQ(rowOf(names, "a/2.jpg"), 2U);
    EXPECT_EQ(rowOf(names, "noext.jpg"), 3U);
    EXPECT_EQ(rowOf(names, "frame.0002"), 5U);
    EXPECT_EQ(rowOf(names, "frame.0003"), kNone);
    EXPECT_EQ(rowOf(names, "lfw.bin#1"), 7U);
    EXPECT_EQ(rowOf(names, "lfw.bin#2"), kNone);
}

TEST(ImageNames, RefuseWhatFitsMoreThanOnce) {
    const auto refusal = [](const Names& names, const char* image) {
        return errorOf([&] { rowOf(names, image); });
    };
    EXPECT_THAT(refusal({"a.jpg", "a.jpg"}, "a.jpg"),
                AllOf(HasSubstr("list.txt:7"), HasSubstr("'a.jpg'"), HasSubstr("more than one")));
    EXPECT_THAT(refusal({"x/a.jpg", "y/a.jpg"}, "a.jpg"),
                AllOf(HasSubstr("'x/a.jpg'"), HasSubstr("'y/a.jpg'")));
    EXPECT_THAT(refusal({"a.png", "a.bmp"}, "a.jpg"), HasSubstr("but for the extension"));
    EXPECT_EQ(refusal({"x/a.jpg", "y/a.jpg", "a.jpg"}, "a.jpg"), "");
}

TEST(ImageNames, FindByTheEndOfThePathWhatTwoComponentsShare) {
    const Names names = {"/mnt/lfw/Ann/1.png", "/mnt/lfw/Bob/1.png", "/mnt/lfw/Bob/2.png"};
    const ImageNames index(names);
    const auto rowsOf = [&](std::string_view image) { return index.fitByEnd(image).rows; };
    EXPECT_THAT(rowsOf("/home/x/Ann/1.jpg"), testing::ElementsAre(0));
    EXPECT_THAT(rowsOf("/home/x/Cid/2.jpg"), testing::IsEmpty());
    EXPECT_THAT(rowsOf("C/Bob/3.jpg"), testing::IsEmpty());
    const Names flat = {"/mnt/crops/1.png", "/mnt/crops/2.png"};
    EXPECT_THAT(ImageNames(flat).fitByEnd("/home/x/2.png").rows, testing::ElementsAre(1));
}

TEST(ImageNames, TheNearestNameDiffersInTheFewestLetters) {
    const Names names = {"lfw/Ann/Ann_0001.jpg", "lfw/Bob/Bob_0007.jpg", "lfw/Bob/Bob_0001.jpg"};
    EXPECT_EQ(nearestName(names, "Bob/bob_007.png"), "lfw/Bob/Bob_0007.jpg");
    EXPECT_EQ(nearestName({}, "a"), "");
}

TEST(ImageNames, MessagesShowTheFirstNames) {
    EXPECT_EQ(firstNames({"a"}), "'a'");
    EXPECT_EQ(firstNames({"a", "b", "c", "d"}), "'a', 'b', 'c', 'd'");
    EXPECT_EQ(firstNames({"a", "b", "c", "d", "e"}), "'a', 'b', 'c' and 2 more");
}

}  // namespace
}  // namespace pf
