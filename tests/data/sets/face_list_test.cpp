#include "core/data/sets/face_list.h"

#include <gtest/gtest.h>

#include "core/base/list_source.h"
#include "core/data/sets/face_sources.h"
#include "tests/data/test_images.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using namespace matchers;

class FaceList : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"a.jpg", "sub/b.jpg", "my face.jpg", "my other face.jpg", "x,y.jpg"}) {
            folder_.write(name, test::encodedImage(".jpg"));
        }
    }

    FaceSetPtr open(const std::string& text, const std::string& name = "list.txt") {
        return openFaceList(folder_.write(name, text));
    }

    std::vector<std::string> names(const FaceSet& set) const {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < set.size(); ++i) {
            result.push_back(fs::path(set.info(i).name).lexically_relative(folder_.path()).string());
        }
        return result;
    }

    std::vector<std::string> labels(const FaceSet& set) const {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < set.size(); ++i) {
            const int label = set.info(i).label;
            result.push_back(label < 0 ? "-" : set.identities().at(static_cast<std::size_t>(label)));
        }
        return result;
    }

    test::TempFolder folder_;
};

TEST_F(FaceList, ReadsPathsAndLabels) {
    const FaceSetPtr set = open("# a comment\nsub/b.jpg 7\r\n\na.jpg\tsomebody\n");
    EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "a.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("7", "somebody"));
    EXPECT_THAT(set->identities(), ElementsAre("7", "somebody"));
    EXPECT_TRUE(set->skipped().empty());
    EXPECT_NO_THROW(set->check(1));
}

TEST_F(FaceList, TakesPathsFromTheFolderThatIsNamedBehindIt) {
    const fs::path list = folder_.write("lists/there.txt", "b.jpg 7\nno.jpg 8\n");
    const std::string source = list.string() + "@" + (folder_.path() / "sub").string();
    const FaceSetPtr set = openFaceSet(source);
    EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg"));
    EXPECT_THAT(set->skipped(), testing::SizeIs(1));
    EXPECT_EQ(withListRoot({list.string(), "faces"}, "/images"),
              (std::vector<std::string>{list.string() + "@/images", "faces"}));
    EXPECT_THROW(withListRoot({folder_.path().string()}, "/images"), Error);
    try {
        openFaceSet(list.string() + "@" + (folder_.path() / "nowhere").string());
        ADD_FAILURE() << "the folder is not there";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("no such folder for the images of"));
    }
    try {
        openFaceSet(folder_.write("other/list.txt", "elsewhere.jpg\n").string());
        ADD_FAILURE() << "no line names an image";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("list.txt@FOLDER, or --root FOLDER"));
    }
    // A folder's own '@' is no separator.
    folder_.write("me@home/list.txt", "x.jpg\n");
    folder_.write("me@home/x.jpg", test::encodedImage(".jpg"));
    EXPECT_EQ(openFaceSet((folder_.path() / "me@home/list.txt").string())->size(), 1U);
}

TEST_F(FaceList, LeavesOutWhatFindFoundInSystemFolders) {
    for (const char* name :
         {"sub/.ipynb_checkpoints/b.jpg", "@eaDir/a.jpg", "sub/._b.jpg", ".mine/c.jpg", ".mine/d.jpg"}) {
        folder_.write(name, test::encodedImage(".jpg"));
    }
    const FaceSetPtr set =
        open("./a.jpg 1\n./sub/b.jpg 2\n./sub/.ipynb_checkpoints/b.jpg 3\n./@eaDir/a.jpg 4\nsub/._b.jpg 5\n");
    EXPECT_THAT(labels(*set), ElementsAre("1", "2"));
    EXPECT_THAT(set->identities(), ElementsAre("1", "2"));
    EXPECT_TRUE(set->skipped().empty());
    EXPECT_THAT(set->notes(), ElementsAre(HasSubstr("3 hidden or system entries")));
    // Faces that are all kept in a hidden folder are meant.
    const FaceSetPtr mine = open(".mine/c.jpg 1\n.mine/d.jpg 2\n");
    EXPECT_EQ(mine->size(), 2U);
    EXPECT_TRUE(mine->notes().empty());
}

TEST_F(FaceList, ReadsPathsAlone) {
    const FaceSetPtr set = open("\xEF\xBB\xBF" + std::string("a.jpg\nsub/b.jpg"));
    EXPECT_THAT(names(*set), ElementsAre("a.jpg", "sub/b.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("-", "-"));
}

TEST_F(FaceList, ToleratesSpacesInPaths) {
    EXPECT_THAT(names(*open("my face.jpg\nmy other face.jpg\n")),
                ElementsAre("my face.jpg", "my other face.jpg"));
    const FaceSetPtr set = open("my face.jpg 1\n\"my other face.jpg\" 2\n");
    EXPECT_THAT(names(*set), ElementsAre("my face.jpg", "my other face.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("1", "2"));
}

TEST_F(FaceList, ReadsCsvWithAHeader) {
    const FaceSetPtr set = open("path,label\na.jpg,ann\nmy face.jpg, bob\nx,y.jpg,ann\n", "list.csv");
    EXPECT_THAT(names(*set), ElementsAre("a.jpg", "my face.jpg", "x,y.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("ann", "bob", "ann"));
    EXPECT_TRUE(set->skipped().empty());
}

TEST_F(FaceList, ReadsAbsolutePaths) {
    EXPECT_THAT(names(*open((folder_.path() / "a.jpg").string() + " x\n")), ElementsAre("a.jpg"));
}

TEST_F(FaceList, ListsMissingAndRepeatedFilesWithTheirLines) {
    const FaceSetPtr set = open("a.jpg 1\ngone.jpg 1\n./a.jpg 2\nsub/b.jpg 2\n");
    EXPECT_THAT(names(*set), ElementsAre("a.jpg", "sub/b.jpg"));
    ASSERT_EQ(set->skipped().size(), 2U);
    EXPECT_THAT(set->skipped()[0].name, testing::EndsWith("/gone.jpg"));
    EXPECT_THAT(set->skipped()[0].reason, HasSubstr("list.txt:2"));
    EXPECT_THAT(set->skipped()[1].reason, AllOf(HasSubstr("list.txt:3"), HasSubstr("first on line 1")));
}

TEST_F(FaceList, ReadsIm2recLists) {
    const FaceSetPtr set =
        open("0\t10.000000\ta.jpg\n1\t9.000000\t1.0\tsub/b.jpg\n5\t9\tmy face.jpg\n", "im2rec.lst");
    EXPECT_THAT(names(*set), ElementsAre("a.jpg", "sub/b.jpg", "my face.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("10", "9", "9"));
    EXPECT_THAT(set->identities(), ElementsAre("9", "10"));
    EXPECT_TRUE(set->skipped().empty());
}

TEST_F(FaceList, ReadsInsightfaceLists) {
    const FaceSetPtr set =
        open("1\tsub/b.jpg\t1\n0\ta.jpg\t0\t10\t20\t30\t40\n1\tgone.jpg\t0\n", "train.lst");
    EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "a.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("1", "0"));
    ASSERT_EQ(set->skipped().size(), 1U);
    EXPECT_THAT(set->skipped()[0].name, testing::EndsWith("/gone.jpg"));
}

TEST_F(FaceList, ReadsRecordColumnsBetweenBlanks) {
    const FaceSetPtr im2rec = open("0   7.000000   a.jpg\n1 12.0 my face.jpg\n", "list.lst");
    EXPECT_THAT(names(*im2rec), ElementsAre("a.jpg", "my face.jpg"));
    EXPECT_THAT(labels(*im2rec), ElementsAre("7", "12"));
    const FaceSetPtr insightface = open("1 a.jpg 7\n1 my face.jpg 12\n", "list.lst");
    EXPECT_THAT(names(*insightface), ElementsAre("a.jpg", "my face.jpg"));
    EXPECT_THAT(labels(*insightface), ElementsAre("7", "12"));
    // A path that begins with a number is a path.
    folder_.write("1 a.jpg", test::encodedImage(".jpg"));
    EXPECT_THAT(names(*open("1 a.jpg 7\n")), ElementsAre("1 a.jpg"));
}

TEST_F(FaceList, ReadsTablesByTheirHeader) {
    for (const auto& [name, text] : {
             std::pair("l.csv", ",path,label\n0,sub/b.jpg,7\n1,a.jpg,somebody\n"),
             std::pair("l.csv", "id,label,path,split\n0,7,sub/b.jpg,train\n1,somebody,a.jpg,test\n"),
             std::pair("l.csv", "file.name;identity\nsub/b.jpg;7\na.jpg;somebody\n"),
             std::pair("l.tsv", "path\tlabel\r\nsub/b.jpg\t7\r\na.jpg\tsomebody\r\n"),
             std::pair("l.csv", "path,label\rsub/b.jpg,7\ra.jpg,somebody\r"),
         }) {
        const FaceSetPtr set = open(text, name);
        EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "a.jpg")) << text;
        EXPECT_THAT(labels(*set), ElementsAre("7", "somebody")) << text;
        EXPECT_TRUE(set->skipped().empty()) << text;
    }
    EXPECT_THAT(labels(*open("path,label\na.jpg,\"Doe, Jane\"\n\"x,y.jpg\",Bob\n", "l.csv")),
                ElementsAre("Doe, Jane", "Bob"));
    const FaceSetPtr unlabelled = open("path,quality\na.jpg,0.5\nsub/b.jpg,0.25\n", "l.csv");
    EXPECT_THAT(labels(*unlabelled), ElementsAre("-", "-"));
    EXPECT_THAT(unlabelled->notes(), ElementsAre(AllOf(HasSubstr("'quality'"), HasSubstr("column 'label'"))));
    EXPECT_THAT(open("path,label\na.jpg,1\nb.jpeg,1\n", "l.csv")->skipped().front().reason,
                HasSubstr("l.csv:3"));
    // A header between blanks is no picture.
    const FaceSetPtr blanks = open("path label\na.jpg 1\nsub/b.jpg 2\n");
    EXPECT_THAT(labels(*blanks), ElementsAre("1", "2"));
    EXPECT_TRUE(blanks->skipped().empty());
}

TEST_F(FaceList, LabelsInFrontAreNotLost) {
    for (const auto& [name, text] : {
             std::pair("l.txt", "7 sub/b.jpg\n12 my face.jpg\n"),
             std::pair("l.txt", "# ours\n7\tsub/b.jpg\n12\tmy face.jpg\n"),
             std::pair("l.csv", "7,sub/b.jpg\n12,my face.jpg\n"),
             std::pair("l.txt", "7 /old/sub/b.jpg\n12 /old/my face.jpg\n"),
         }) {
        const FaceSetPtr set = open(text, name);
        EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "my face.jpg")) << text;
        EXPECT_THAT(labels(*set), ElementsAre("7", "12")) << text;
        EXPECT_THAT(set->identities(), ElementsAre("7", "12")) << "in the order of their numbers";
    }
    folder_.write("deep/sub/c.jpg", test::encodedImage(".jpg"));
    EXPECT_THAT(errorOf([&] { open("7 deep/sub/c.jpg\nabsent.jpg\n"); }), HasSubstr("label in front"));
    folder_.write("7 sub/b.jpg", test::encodedImage(".jpg"));
    EXPECT_THAT(names(*open("7 sub/b.jpg\n")), ElementsAre("7 sub/b.jpg")) << "a folder with a blank";
}

TEST_F(FaceList, NumbersInFrontOfOtherColumnsAreNoLabels) {
    EXPECT_THAT(errorOf([&] { open("0\t2 5 0.1\ta.jpg\n1\t2 5 0.1\tsub/b.jpg\n"); }),
                HasSubstr("not of a known kind"));
}

TEST_F(FaceList, ReadsMagFacesLists) {
    const FaceSetPtr set = open("sub/b.jpg 0 10 0\nmy face.jpg 0 9 0\n", "l.list");
    EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "my face.jpg"));
    EXPECT_THAT(set->identities(), ElementsAre("9", "10"));
    EXPECT_THAT(errorOf([&] { open("sub/b.jpg 0 10 0\na.jpg 3\n"); }), HasSubstr("(path, 0, label, 0)"));
}

TEST_F(FaceList, PathsMayStartInAFolderAbove) {
    const FaceSetPtr set = open("0\t7.0\tsub/b.jpg\n1\t8.0\ta.jpg\n", "lists/one/list.lst");
    EXPECT_THAT(names(*set), ElementsAre("sub/b.jpg", "a.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre("7", "8"));
    EXPECT_THAT(set->notes(), ElementsAre(AllOf(HasSubstr("relative to"), HasSubstr("above the list"))));
}

TEST_F(FaceList, FindsNamesThatNearlyMatchAndSaysSo) {
    folder_.write("Rene\xCC\x81/Rene\xCC\x81_0001_0.png", test::encodedImage(".png"));
    const FaceSetPtr accent = open("a.jpg 0\nRen\xC3\xA9/Ren\xC3\xA9_0001.jpg 1\nsub/b.jpg 0\n");
    EXPECT_THAT(names(*accent), ElementsAre("a.jpg", "Rene\xCC\x81/Rene\xCC\x81_0001_0.png", "sub/b.jpg"));
    EXPECT_THAT(labels(*accent), ElementsAre("0", "1", "0"));
    EXPECT_THAT(accent->notes(), ElementsAre(HasSubstr("1 name is found")));
    EXPECT_THAT(names(*open("SUB\\B.JPG\n")), ElementsAre("sub/b.jpg"));
    // All paths a folder too short are one folder away; one among others means a picture that is missing.
    const FaceSetPtr below = open("b.jpg 5\n");
    EXPECT_THAT(names(*below), ElementsAre("sub/b.jpg"));
    EXPECT_THAT(below->notes(), ElementsAre(HasSubstr("another folder: 'b.jpg' is taken for 'sub/b.jpg'")));
    EXPECT_THAT(names(*open("a.jpg 5\nb.jpg 5\n")), ElementsAre("a.jpg"));
    // A file that has a line of its own is no other line's.
    const FaceSetPtr twice = open("a.jpg\nA.jpg\nsub/x.jpg\n");
    EXPECT_THAT(names(*twice), ElementsAre("a.jpg"));
    ASSERT_EQ(twice->skipped().size(), 2U);
    EXPECT_THAT(twice->skipped()[0].reason,
                HasSubstr("no such file (" + (folder_.path() / "list.txt:2").string()));
}

TEST_F(FaceList, KeepsTheLayoutOfTheFirstLine) {
    EXPECT_THAT(errorOf([&] { open("0\t1\ta.jpg\n1\tsub/b.jpg\t1\n"); }),
                AllOf(HasSubstr("list.txt:2"), HasSubstr("not those of line 1 (index, label, path)")));
    EXPECT_THAT(errorOf([&] { open("1\tsub/b.jpg\t1\na.jpg\t1\n"); }),
                AllOf(HasSubstr("list.txt:2"), HasSubstr("(1, path, label)")));
    EXPECT_THAT(errorOf([&] { open("a.jpg\tann\tfront\n"); }),
                AllOf(HasSubstr("list.txt:1"), HasSubstr("not of a known kind"), HasSubstr("im2rec's")));
}

TEST_F(FaceList, LeadsToTheRecordsOfItsImages) {
    folder_.write("packed.rec", "x");
    EXPECT_THAT(errorOf([&] { open("0\t1\tgone.jpg\n", "packed.lst"); }),
                AllOf(HasSubstr("no line names an image"), HasSubstr("probably in packed.rec")));
}

TEST_F(FaceList, RefusesListsThatNameNothing) {
    EXPECT_THAT(errorOf([&] { open(""); }),
                AllOf(HasSubstr("list.txt"), HasSubstr("no line names an image")));
    EXPECT_THAT(errorOf([&] { open("gone.jpg 3\n"); }), HasSubstr("gone.jpg: there is no such file"));
    EXPECT_THAT(errorOf([&] { open(std::string("a\0b", 3)); }), HasSubstr("not a text file"));
    EXPECT_THAT(errorOf([&] { open("\"a.jpg 3\n"); }), AllOf(HasSubstr("list.txt:1"), HasSubstr("quote")));
}

TEST_F(FaceList, RefusesLabelsOnSomeLinesOnly) {
    EXPECT_THAT(errorOf([&] { open("a.jpg 1\nsub/b.jpg\n"); }),
                AllOf(HasSubstr("list.txt:2"), HasSubstr("line 1 has one")));
}

}  // namespace
}  // namespace pf
