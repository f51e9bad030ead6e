#include "core/data/input/preparation.h"

#include <gtest/gtest.h>

#include "core/data/sets/face_sources.h"
#include "tests/data/test_images.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using namespace matchers;

TEST(Preparation, NamesTheSizeOfTheImages) {
    const test::TempFolder folder;
    folder.write("a/1.png", test::encodedImage(".png", 24, 16));
    folder.write("b/1.jpg", test::encodedImage(".jpg", 24, 16));
    EXPECT_EQ(preparationOf(*openFaceSet(folder.path().string())).text(), "16x24");
}

TEST(Preparation, SaysWhenSizesAreMixed) {
    const test::TempFolder folder;
    folder.write("a/1.png", test::encodedImage(".png", 24, 16));
    folder.write("a/2.png", test::encodedImage(".png", 24, 16));
    folder.write("a/3.png", test::encodedImage(".png", 30, 16));
    EXPECT_EQ(preparationOf(*openFaceSet(folder.path().string())).text(), "mixed sizes, mostly 16x24");
}

TEST(Preparation, PassesOverImagesThatCannotBeRead) {
    const test::TempFolder folder;
    folder.write("a/1.png", std::string_view("no image"));
    EXPECT_EQ(preparationOf(*openFaceSet(folder.path().string())).text(), "");
}

TEST(Preparation, KnowsTheTemplateOfCropsMadeByAlign) {
    const test::TempFolder folder;
    folder.write("a/1.png", test::encodedImage(".png", 24, 16));
    folder.write("alignment.yaml", std::string_view("template: arcface-112x112\n"));
    EXPECT_EQ(preparationOf(*openFaceSet(folder.path().string())).text(), "16x24 aligned to arcface-112x112");
    folder.write("alignment.yaml", std::string_view("{ broken"));
    EXPECT_EQ(preparationOf(*openFaceSet(folder.path().string())).text(), "16x24");
}

TEST(Preparation, DifferencesAreSentencesWithTheRemedy) {
    EXPECT_THAT(preparationDifferences("112x112", "112x112"), IsEmpty());
    EXPECT_THAT(preparationDifferences("", "250x250"), IsEmpty());
    EXPECT_THAT(
        preparationDifferences("112x112", "250x250"),
        ElementsAre(testing::AllOf(HasSubstr("112x112"), HasSubstr("250x250"), HasSubstr("probface align"))));
    EXPECT_THAT(preparationDifferences("112x112", "mixed sizes, mostly 112x112"),
                ElementsAre(HasSubstr("differ in size")));
    EXPECT_THAT(preparationDifferences("112x112 aligned to a", "112x112 aligned to b"),
                ElementsAre(testing::AllOf(HasSubstr("to a"), HasSubstr("to b"))));
    EXPECT_THAT(preparationDifferences("112x112 aligned to a", "112x112"), IsEmpty());
    EXPECT_THAT(preparationDifferences("mixed sizes, mostly 250x250", "112x96"), IsEmpty());
}

}  // namespace
}  // namespace pf
