#include "core/eval/quality_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<double> read(const std::string& text, const std::string& column = "",
                         const std::vector<std::string>& names = {"a.jpg", "x/b.jpg"}) {
    const test::TemporaryFolder folder;
    EmbeddingSet set;
    set.names = names;
    return readQuality(folder.write("q.csv", text), set, column);
}

std::string refusal(const std::string& text, const std::string& column = "") {
    return errorOf([&] { read(text, column); });
}

TEST(QualityFile, ReadsTheOnlyNumberInTheOrderOfTheSet) {
    EXPECT_THAT(read("image,model,fiq\nb.jpg,net,0.25\na.jpg,net,-3e2\n"), ElementsAre(-300, 0.25));
    EXPECT_THAT(read("fiq\tname\n1\t/data/a.jpg\n2\t/data/x/b.png\n"), ElementsAre(1, 2));
}

TEST(QualityFile, PrefersTheColumnsCalledQualityAndScore) {
    EXPECT_THAT(read("file,score,Quality\na.jpg,1,2\nx/b.jpg,3,4\n"), ElementsAre(2, 4));
    EXPECT_THAT(read("file,score,Quality\na.jpg,1,2\nx/b.jpg,3,4\n", "Score"), ElementsAre(1, 3));
    EXPECT_THAT(read("file,time,score\na.jpg,1,2\nx/b.jpg,3,4\n"), ElementsAre(2, 4));
}

TEST(QualityFile, ReadsOfiq) {
    const std::string text =
        "Filename;UnifiedQualityScore;Sharpness;UnifiedQualityScore.scalar;Sharpness.scalar;"
        "assessment_time_in_ms;\n"
        "/faces/a.jpg;23.125;0.5;47;30;812\n"
        "/faces/x/b.jpg;0.000000;0.1;-1;20;640\n"
        "/faces/x/c.jpg;20.5;0.1;40;20;640\n";
    EXPECT_THAT(read(text, "UnifiedQualityScore.scalar"), ElementsAre(47, -1));
    EXPECT_THAT(read(text, "unifiedqualityscore"), ElementsAre(23.125, 0));
    EXPECT_THAT(refusal(text), AllOf(HasSubstr("q.csv:1"), HasSubstr("'Sharpness.scalar'"),
                                     HasSubstr("'assessment_time_in_ms'")));
}

TEST(QualityFile, ListsTheColumnsWhenOneIsMissing) {
    EXPECT_THAT(refusal("name,fiq\na.jpg,1\n", "sharpness"),
                AllOf(HasSubstr("q.csv:1"), HasSubstr("'sharpness'"), HasSubstr("'name' and 'fiq'")));
    EXPECT_THAT(refusal("name,fiq\na.jpg,1\n", "name"), HasSubstr("'name' and 'fiq'"));
    EXPECT_THAT(refusal("name,model\na.jpg,net\n"), HasSubstr("'name' and 'model'"));
    EXPECT_THAT(refusal("name\na.jpg\n"), HasSubstr("'name'"));
}

TEST(QualityFile, EveryEmbeddingNeedsOneFiniteNumber) {
    EXPECT_THAT(refusal("name,q\na.jpg,1\n"),
                AllOf(HasSubstr("q.csv"), HasSubstr("1 of the 2 embeddings"), HasSubstr("'x/b.jpg'")));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg,nan\n"),
                AllOf(HasSubstr("q.csv:3"), HasSubstr("'b.jpg' is 'nan'")));
    EXPECT_THAT(refusal("name;quality\na.jpg;0,5\n"), AllOf(HasSubstr("q.csv:2"), HasSubstr("'0,5'")));
    EXPECT_THAT(refusal("name,q\na.jpg,1\na.jpg,1\n"), AllOf(HasSubstr("q.csv:3"), HasSubstr("further up")));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg,1\ny/x/b.jpg,1\n"), HasSubstr("q.csv:4"));
    // What is said of other images does not matter.
    EXPECT_THAT(read("name,q\na.jpg,1\nother.jpg,\nb.jpg,2\n"), ElementsAre(1, 2));
}

TEST(QualityFile, RefusesWhatIsNoTable) {
    EXPECT_THAT(refusal(""), HasSubstr("is empty"));
    EXPECT_THAT(refusal("name,q\n"), HasSubstr("no lines"));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg\n"), AllOf(HasSubstr("q.csv:3"), HasSubstr("1 columns")));
    EXPECT_THAT(errorOf([] {
                    read("name,q\nb.jpg,1\n", "", {"x/b.jpg", "y/b.jpg"});
                }),
                AllOf(HasSubstr("q.csv:2"), HasSubstr("more than one")));
    EXPECT_THAT(errorOf([] { readQuality("absent.csv", EmbeddingSet{}); }), HasSubstr("io: "));
}

}  // namespace
}  // namespace pf
