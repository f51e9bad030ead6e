#include "core/eval/embeddings/quality_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;

QualityReadings readings(const std::string& text, const std::string& column = "",
                         const std::vector<std::string>& names = {"a.jpg", "x/b.jpg"}) {
    const test::TemporaryFolder folder;
    EmbeddingSet set;
    set.names = names;
    return readQuality(folder.write("q.csv", text), set, column);
}

std::vector<double> read(const std::string& text, const std::string& column = "",
                         const std::vector<std::string>& names = {"a.jpg", "x/b.jpg"}) {
    return readings(text, column, names).values;
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

TEST(QualityFile, ReadsFilesWithoutAHeader) {
    EXPECT_THAT(read("a.jpg 0.5\nx/b.jpg 0.25\n"), ElementsAre(0.5, 0.25));
    EXPECT_THAT(read("a.jpg,0.5\nx/b.jpg,0.25\n"), ElementsAre(0.5, 0.25));
    EXPECT_THAT(read("0.5\ta.jpg\n0.25\tx/b.jpg\n"), ElementsAre(0.5, 0.25));
    EXPECT_THAT(read("P A/1.png 0.5\nP B/1.png 0.25\n", "", {"P A/1.png", "P B/1.png"}),
                ElementsAre(0.5, 0.25));
    EXPECT_THAT(read("a.jpg 0.5 7\nx/b.jpg 0.25 8\n", "3"), ElementsAre(7, 8));
    EXPECT_THAT(refusal("a.jpg 0.5 7\nx/b.jpg 0.25 8\n"), HasSubstr("give its number, 2 to 3"));
}

TEST(QualityFile, AHeaderMayBeAComment) {
    EXPECT_THAT(read("# name score\na.jpg 0.5\nx/b.jpg 0.25\n"), ElementsAre(0.5, 0.25));
    EXPECT_THAT(read("#name,score\na.jpg,0.5\nx/b.jpg,0.25\n"), ElementsAre(0.5, 0.25));
}

TEST(QualityFile, ReadsBackslashesAndBrackets) {
    EXPECT_THAT(read("img;score\n.\\\\a.jpg;[0.64]\n.\\\\x\\\\b.jpg;( 7 )\n"), ElementsAre(0.64, 7));
}

TEST(QualityFile, EqualLinesCountOnceAndOthersContradict) {
    const auto twice = readings("name,q\na.jpg,1\na.jpg,1\nb.jpg,2\n");
    EXPECT_THAT(twice.values, ElementsAre(1, 2));
    EXPECT_THAT(twice.notes, ElementsAre(HasSubstr("1 lines repeat")));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg,2\na.jpg,1.5\n"),
                AllOf(HasSubstr("q.csv:4"), HasSubstr("'a.jpg' is 1.5, and 1 at"), HasSubstr("q.csv:2")));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg,1\ny/x/b.jpg,2\n"), HasSubstr("q.csv:4"));
}

TEST(QualityFile, ReadsOfiq) {
    const std::string text =
        "Filename;UnifiedQualityScore;Sharpness;UnifiedQualityScore.scalar;Sharpness.scalar;"
        "assessment_time_in_ms;\n"
        "/faces/a.jpg;23.125;0.5;47;30;812\n"
        "/faces/x/b.jpg;0.000000;0.1;-1;20;640\n"
        "/faces/x/c.jpg;20.5;0.1;40;20;640\n"
        "/faces/x/d.jpg;;;0\n";
    const std::vector<std::string> names = {"a.jpg", "x/b.jpg", "x/c.jpg", "x/d.jpg"};
    const auto chosen = readings(text, "", names);
    EXPECT_EQ(chosen.column, "UnifiedQualityScore.scalar");
    EXPECT_EQ(chosen.values[0], 47);
    EXPECT_TRUE(std::isnan(chosen.values[1]));
    EXPECT_EQ(chosen.values[2], 40);
    EXPECT_TRUE(std::isnan(chosen.values[3]));
    EXPECT_THAT(chosen.missing.at(1), HasSubstr("could not be measured"));
    EXPECT_THAT(chosen.missing.at(3), HasSubstr("4 of 6 columns"));
    EXPECT_THAT(chosen.notes, testing::Contains(HasSubstr("'UnifiedQualityScore.scalar' is the quality")));
    const auto native = readings(text, "unifiedqualityscore", names);
    EXPECT_EQ(native.values[0], 23.125);
    EXPECT_TRUE(std::isnan(native.values[1]));
    EXPECT_THAT(native.missing.at(1), HasSubstr("its scalar is -1"));
}

TEST(QualityFile, MinusOneIsAValueWhereOthersAreNegative) {
    EXPECT_THAT(read("name,q\na.jpg,-1\nb.jpg,-2.5\n"), ElementsAre(-1, -2.5));
    EXPECT_TRUE(std::isnan(read("name,q\na.jpg,-1\nb.jpg,2.5\n")[0]));
}

TEST(QualityFile, SaysWhichImagesHaveNone) {
    const auto some = readings("name,q\na.jpg,1\nb.jpg,nan\n");
    EXPECT_TRUE(std::isnan(some.values[1]));
    EXPECT_EQ(some.missing.size(), 1U);
    EXPECT_EQ(some.missing.at(1), "its value is nan");
    EXPECT_EQ(readings("name,q\na.jpg,1\n").missing.at(1), "it is not in the file");
    EXPECT_EQ(readings("name,q\na.jpg,1\nb.jpg,\n").missing.at(1), "its field is empty");
    EXPECT_THAT(readings("name,q\na.jpg,1\nb.jpg\n").missing.at(1), HasSubstr("1 of 2 columns"));
    EXPECT_THAT(refusal("name,q\nc.jpg,1\n"), AllOf(HasSubstr("q.csv"), HasSubstr("any of the embeddings"),
                                                    HasSubstr("nearest name to 'c.jpg'")));
}

TEST(QualityFile, AnIndexIsNoName) {
    const std::vector<std::string> names = {"0.png", "1.png"};
    EXPECT_THAT(read(",path,quality\n0,1.png,7\n1,0.png,8\n", "", names), ElementsAre(8, 7));
    EXPECT_THAT(read(",img_path,q\n0,1.png,7\n1,0.png,8\n", "q", names), ElementsAre(8, 7));
    EXPECT_THAT(read("\"\",\"x\",\"quality\"\n\"1\",\"1.png\",7\n\"2\",\"0.png\",8\n", "", names),
                ElementsAre(8, 7));
    EXPECT_THAT(read("00000 0.5\n00001 0.25\n", "", {"00000.png", "00001.png"}), ElementsAre(0.5, 0.25));
}

TEST(QualityFile, WordsForNoValueAreReasons) {
    for (const char* word : {"NA", "None", "null", "n/a", "-", "failed", "1e400"}) {
        const auto some = readings("name,q\na.jpg,1\nb.jpg," + std::string(word) + "\n");
        EXPECT_TRUE(std::isnan(some.values[1])) << word;
        EXPECT_EQ(some.missing.at(1), "its value is " + std::string(word));
    }
    EXPECT_THAT(read("a.jpg [[0.5]]\nx/b.jpg 1e-400\n"), ElementsAre(0.5, 0));
}

TEST(QualityFile, IsosFailureIsNoQuality) {
    const auto iso = readings("name,q\na.jpg,87\nb.jpg,255\n");
    EXPECT_TRUE(std::isnan(iso.values[1]));
    EXPECT_THAT(iso.notes, ElementsAre(HasSubstr("1 value of 255 is read as")));
    EXPECT_EQ(read("name,q\na.jpg,187\nb.jpg,255\n")[1], 255);
    EXPECT_EQ(read("name,q\na.jpg,87.5\nb.jpg,255\n")[1], 255);
}

TEST(QualityFile, ReadsWhatOtherSystemsWrite) {
    EXPECT_THAT(read("sep=;\nname;q\na.jpg;1\nb.jpg;2\n"), ElementsAre(1, 2));
    EXPECT_THAT(read("name,q\ra.jpg,1\rb.jpg,2\r"), ElementsAre(1, 2));
    EXPECT_THAT(read("# CR-FIQA(L)\n# 2024\nname,q\na.jpg,1\nb.jpg,2\n"), ElementsAre(1, 2));
    EXPECT_THAT(read("#hash/a.jpg 1\nx/b.jpg 2\n", "", {"#hash/a.jpg", "x/b.jpg"}), ElementsAre(1, 2));
}

TEST(QualityFile, ListsTheColumnsWhenOneIsMissing) {
    EXPECT_THAT(refusal("name,fiq\na.jpg,1\n", "sharpness"),
                AllOf(HasSubstr("q.csv:1"), HasSubstr("'sharpness'"), HasSubstr("'name' and 'fiq'")));
    EXPECT_THAT(refusal("name,fiq\na.jpg,1\n", "name"), HasSubstr("'name' and 'fiq'"));
    EXPECT_THAT(refusal("name,model\na.jpg,net\n"), HasSubstr("'name' and 'model'"));
    EXPECT_THAT(refusal("name\na.jpg\n"), HasSubstr("'name'"));
}

TEST(QualityFile, NamesTheLineThatHasNoNumber) {
    EXPECT_THAT(refusal("name;quality\na.jpg;0,5\n"), AllOf(HasSubstr("q.csv:2"), HasSubstr("'0,5'")));
    // What is said of other images does not matter.
    EXPECT_THAT(read("name,q\na.jpg,1\nother.jpg,x\nb.jpg,2\n"), ElementsAre(1, 2));
}

TEST(QualityFile, RefusesWhatIsNoTable) {
    EXPECT_THAT(refusal(""), HasSubstr("is empty"));
    EXPECT_THAT(refusal("name,q\n"), HasSubstr("no lines"));
    EXPECT_THAT(refusal("name,q\na.jpg,1\nb.jpg,1,2\n"), AllOf(HasSubstr("q.csv:3"), HasSubstr("3 columns")));
    EXPECT_THAT(errorOf([] {
                    read("name,q\nb.jpg,1\n", "", {"x/b.jpg", "y/b.jpg"});
                }),
                AllOf(HasSubstr("q.csv:2"), HasSubstr("more than one")));
    EXPECT_THAT(errorOf([] { readQuality("absent.csv", EmbeddingSet{}); }), HasSubstr("io: "));
}

}  // namespace
}  // namespace pf
