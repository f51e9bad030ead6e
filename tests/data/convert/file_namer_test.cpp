#include "core/data/convert/file_namer.h"

#include <gtest/gtest.h>

#include <set>

namespace pf {
namespace {

TEST(SafeFileName, KeepsWhatIsSafe) {
    for (const char* name : {"a.jpg",
                             "Jos\xC3\xA9 Garc\xC3\xAD"
                             "a",
                             "a b.png", "100%.jpg", "x#1.jpg"}) {
        EXPECT_EQ(safeFileName(name), name);
    }
}

TEST(SafeFileName, CannotLeaveAFolderNorHide) {
    EXPECT_EQ(safeFileName(".."), "_.");
    EXPECT_EQ(safeFileName("."), "_");
    EXPECT_EQ(safeFileName(""), "_");
    EXPECT_EQ(safeFileName("../../etc/passwd"), "_._.._etc_passwd");
    EXPECT_EQ(safeFileName("/abs"), "_abs");
    EXPECT_EQ(safeFileName("a\\b"), "a_b");
    EXPECT_EQ(safeFileName(".hidden.jpg"), "_hidden.jpg");
    EXPECT_EQ(safeFileName(std::string_view("a\0b\nc", 5)), "a_b_c");
}

TEST(SafeFileName, CutsLongNamesBetweenLettersAndKeepsTheExtension) {
    const std::string cut = safeFileName(std::string(500, 'a').append(".JPG"));
    EXPECT_EQ(cut, std::string(196, 'a').append(".JPG"));
    std::string umlauts;
    for (int i = 0; i < 150; ++i) {
        umlauts += "\xC3\xA4";
    }
    EXPECT_EQ(safeFileName("a" + umlauts), "a" + umlauts.substr(0, 198));
}

TEST(IdentityFolders, AreTheNamesWhereTheyCanBe) {
    const std::vector<std::string> names = {"Ann", "Bob", "Jos\xC3\xA9"};
    EXPECT_EQ(identityFolders(names), names);
    EXPECT_EQ(identityFolders({"a/b", "a_b", "..", "a\\b"}),
              (std::vector<std::string>{"a_b", "a_b_2", "_.", "a_b_3"}));
}

TEST(IdentityFolders, NumbersKeepTheirOrder) {
    EXPECT_EQ(identityFolders({"0", "2", "10"}), (std::vector<std::string>{"00", "02", "10"}));
    const std::vector<std::string> inByteOrder = {"1", "10", "2"};
    EXPECT_EQ(identityFolders(inByteOrder), inByteOrder) << "does not rise: the source was a folder";
    const std::vector<std::string> padded = {"001", "002", "010"};
    EXPECT_EQ(identityFolders(padded), padded);
    const std::vector<std::string> short1 = {"7", "8"};
    EXPECT_EQ(identityFolders(short1), short1);
}

std::string nextFile(FileNamer& namer, int folder, std::string_view image) {
    const auto name = namer.next(folder, image);
    return name.stem + "|" + name.extension + (name.renamed ? "|renamed" : "");
}

TEST(FileNamer, TakesTheLastPartOfAPath) {
    FileNamer namer(true);
    EXPECT_EQ(nextFile(namer, 0, "/data/001/frontal_01.jpg"), "frontal_01|.jpg");
    EXPECT_EQ(nextFile(namer, 0, "frontal_02.JPEG"), "frontal_02|.JPEG");
    EXPECT_EQ(nextFile(namer, 0, "synthetic/000123/004"), "004|");
    EXPECT_EQ(nextFile(namer, 0, "a/.."), "_.||renamed");
    EXPECT_EQ(nextFile(namer, 0, "a/"), "_||renamed");
}

TEST(FileNamer, NumbersImagesInsideFiles) {
    FileNamer namer(true);
    EXPECT_EQ(nextFile(namer, 0, "lfw.bin#12"), "00000012|");
    EXPECT_EQ(nextFile(namer, 0, "/a/faces.rec#123456789"), "123456789|");
    EXPECT_EQ(nextFile(namer, 0, "a#1.jpg"), "a#1|.jpg");
    EXPECT_EQ(nextFile(namer, 0, "other.rec#12"), "00000012_2||renamed");
}

TEST(FileNamer, ANameIsGivenOnceInAFolder) {
    FileNamer namer(true);
    EXPECT_EQ(nextFile(namer, 0, "x/1.jpg"), "1|.jpg");
    EXPECT_EQ(nextFile(namer, 0, "y/1.jpg"), "1_2|.jpg|renamed");
    EXPECT_EQ(nextFile(namer, 0, "y/1_2.jpg"), "1_2_2|.jpg|renamed");
    EXPECT_EQ(nextFile(namer, 0, "z/1.jpg"), "1_3|.jpg|renamed");
    EXPECT_EQ(nextFile(namer, 0, "z/1.png"), "1|.png") << "another file";
    EXPECT_EQ(nextFile(namer, 0, "z/1"), "1_4||renamed") << "its extension is not known yet";
    EXPECT_EQ(nextFile(namer, 1, "z/1.jpg"), "1|.jpg") << "another folder";
}

TEST(FileNamer, FoldersMayTakeTurns) {
    FileNamer namer(false);
    EXPECT_EQ(nextFile(namer, 0, "1.jpg"), "1|.jpg");
    EXPECT_EQ(nextFile(namer, 1, "1.jpg"), "1|.jpg");
    EXPECT_EQ(nextFile(namer, 0, "1.jpg"), "1_2|.jpg|renamed");
}

TEST(FileNamer, ManyImagesOfOneNameAreNoTrouble) {
    FileNamer namer(true);
    std::set<std::string> names;
    for (int i = 0; i < 20000; ++i) {
        names.insert(namer.next(-1, "p/img.jpg").stem);
    }
    EXPECT_EQ(names.size(), 20000U);
    EXPECT_TRUE(names.contains("img_20000"));
}

}  // namespace
}  // namespace pf
