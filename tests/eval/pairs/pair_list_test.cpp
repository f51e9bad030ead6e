#include "core/eval/pairs/pair_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/eval/embeddings/row_names.h"
#include "core/eval/tables/pair_list_form.h"
#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;

const std::filesystem::path kShared = std::filesystem::path(PF_SOURCE_DIR) / ".." / "shared";

NamedPairs read(const std::string& text) {
    const test::TemporaryFolder folder;
    return readPairList(folder.write("pairs.txt", text));
}

std::string refusal(const std::string& text) {
    return errorOf([&] { read(text); });
}

EmbeddingSet setOf(const std::vector<std::string>& names, const std::vector<int>& labels = {}) {
    EmbeddingSet set;
    set.names = names;
    set.embeddingSize = set.sigmaSize = 1;
    set.mu.assign(names.size(), 1);
    set.sigmaSq.assign(names.size(), 1);
    set.labels = labels.empty() ? std::vector<int>(names.size(), -1) : labels;
    return set;
}

TEST(PairList, ReadsTheLayoutOfLfw) {
    const auto pairs = read("2\t1\nAnn\t1\t4\nAnn\t2\tBob\t10\nBob\t3\t2\nCid_X\t1\tAnn\t10000\n");
    EXPECT_THAT(pairs.a, ElementsAre("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bob/Bob_0003.jpg",
                                     "Cid_X/Cid_X_0001.jpg"));
    EXPECT_THAT(pairs.b,
                ElementsAre("Ann/Ann_0004.jpg", "Bob/Bob_0010.jpg", "Bob/Bob_0002.jpg", "Ann/Ann_10000.jpg"));
    EXPECT_THAT(pairs.same, ElementsAre(1, 0, 1, 0));
    EXPECT_THAT(pairs.subjectA, ElementsAre("Ann", "Ann", "Bob", "Cid_X"));
    EXPECT_THAT(pairs.subjectB, ElementsAre("Ann", "Bob", "Bob", "Ann"));
    // View 1 has one fold, and the header says only how many pairs of each kind.
    EXPECT_THAT(read("1\r\nAnn 1 2\r\nAnn 1 Bob 1\r\n").same, ElementsAre(1, 0));
}

TEST(PairList, SaysWhereLfwsFirstLineAndTheLinesDiffer) {
    const auto pairs = read("2 1\nAnn 1 2\nAnn 1 Bob 1\n");
    EXPECT_EQ(pairs.size(), 2U);
    EXPECT_THAT(pairs.notes, ElementsAre(AllOf(HasSubstr("2 x 1"), HasSubstr("1 genuine and 1 impostor"))));
    EXPECT_THAT(read("1\nAnn 1 2\nAnn 3 4\n").notes, ElementsAre(HasSubstr("2 genuine and 0 impostor")));
    EXPECT_THAT(read("4294967296 4294967296\nAnn 1 2\nAnn 1 Bob 1\n").notes,
                ElementsAre(HasSubstr("promises 4294967296")));
    EXPECT_THAT(read("1 1\nAnn 1 2\nAnn 1 Bob 1\n").notes, IsEmpty());
    EXPECT_THAT(refusal("1 1\n"), HasSubstr("no pairs"));
    EXPECT_THAT(refusal("1 0\n"), HasSubstr("no pairs"));
}

TEST(PairList, ReadsLfwsLayoutAsPeopleHaveIt) {
    const auto expectAnnAndBob = [](const NamedPairs& pairs) {
        EXPECT_TRUE(pairs.isLfw);
        EXPECT_THAT(pairs.a, ElementsAre("Ann/Ann_0001.jpg", "Ann/Ann_0001.jpg"));
        EXPECT_THAT(pairs.b, ElementsAre("Ann/Ann_0002.jpg", "Bob/Bob_0003.jpg"));
        EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    };
    expectAnnAndBob(read("Ann\t1\t2\nAnn\t1\tBob\t3\n"));
    expectAnnAndBob(
        read("\xEF\xBB\xBF"
             "1 1\r\nAnn\t1\t2\r\nAnn\t1\tBob\t3\r\n"));
    expectAnnAndBob(read("Ann,1,2\nAnn,1,Bob,3\n"));
    expectAnnAndBob(read("name,imagenum1,imagenum2,\nAnn,1,2,\nAnn,1,Bob,3\n"));
    for (const char* text : {"Ann B\t1\t2\nAnn B\t1\tBob C\t3\n", "1\nAnn B 1 2\nAnn B 1 Bob C 3\n"}) {
        const auto pairs = read(text);
        EXPECT_EQ(pairs.a.back(), "Ann B/Ann B_0001.jpg");
        EXPECT_EQ(pairs.b.back(), "Bob C/Bob C_0003.jpg");
    }
    // Without impostor pairs, numbers that are no flags tell LFW's layout from a table.
    EXPECT_TRUE(read("Ann 1 2\n").isLfw);
}

TEST(PairList, FlagsMayBeWrittenInManyWays) {
    for (const char* text :
         {"a b 1\nb c 0\n", "a b 1.0\nb c 0.0\n", "a b 1\nb c -1\n", "a b true\nb c False\n",
          "a b 00001\nb c 00000\n", "1 a.png b.png\n0 b.png c.png\n", "p q genuine\nq r impostor\n",
          "img1,img2,label\na,b,1\nb,c,0\n"}) {
        EXPECT_THAT(read(text).same, ElementsAre(1, 0)) << text;
    }
    const auto padded = read("00000 00001 00001\n00002 00005 00000\n");
    EXPECT_THAT(padded.a, ElementsAre("00000", "00002"));
    EXPECT_THAT(padded.b, ElementsAre("00001", "00005"));
    EXPECT_THAT(padded.same, ElementsAre(1, 0));
    EXPECT_THAT(refusal("a b 1\nb c 0\nc d -1\n"),
                AllOf(HasSubstr("pairs.txt:3"), HasSubstr("-1 here and 0 further up")));
}

TEST(PairList, OtherListsAreNone) {
    for (const char* text : {"1\tp/a/1.png\t0\n1\tp/b/1.png\t1\n", "0\t0.000000\tp/a/1.png\n",
                             "a/1.png 0\nb/1.png 1\n", "Person A/1.png 0\n", "a.png 0.25\nb.png 0.5\n",
                             "12 87\n13 55\n", "a.png\nb.png\n", "name,score\na,1\n"}) {
        const test::TemporaryFolder folder;
        const auto file = folder.write("list.txt", text);
        EXPECT_FALSE(pairListForm(file)) << text;
        EXPECT_THAT(errorOf([&] { readPairList(file); }), HasSubstr("list.txt:1")) << text;
    }
}

TEST(PairList, NamesTheLineOfLfwThatIsWrong) {
    EXPECT_THAT(refusal("1\nAnn 1 2\n\nAnn 1\n"), AllOf(HasSubstr("pairs.txt:4"), HasSubstr("'Ann 1'")));
    EXPECT_THAT(refusal("1\nAnn 1 x\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("'Ann 1 x'")));
    EXPECT_THAT(refusal("1\nAnn 1 B 2 C 3\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("tabs")));
    EXPECT_THAT(refusal("1\nAnn 2 2\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("itself")));
    EXPECT_THAT(refusal("1\nAnn 1 Ann 2\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("two persons")));
}

TEST(PairList, ReadsTables) {
    const auto plain = read("x/a.jpg b.jpg 1\nx/a.jpg c.jpg 0\nx/a.jpg c.jpg 0\n");
    EXPECT_THAT(plain.a, ElementsAre("x/a.jpg", "x/a.jpg", "x/a.jpg"));
    EXPECT_THAT(plain.b, ElementsAre("b.jpg", "c.jpg", "c.jpg"));
    EXPECT_THAT(plain.same, ElementsAre(1, 0, 0));
    EXPECT_FALSE(plain.knowsSubjects());
    const auto header =
        read("same,subject_b,B,a,subject_a\nTrue,Ann,b c.jpg,a.jpg,Ann\nfalse,Bob,d.jpg,a.jpg,Ann\n");
    EXPECT_THAT(header.a, ElementsAre("a.jpg", "a.jpg"));
    EXPECT_THAT(header.b, ElementsAre("b c.jpg", "d.jpg"));
    EXPECT_THAT(header.same, ElementsAre(1, 0));
    EXPECT_THAT(header.subjectA, ElementsAre("Ann", "Ann"));
    EXPECT_THAT(header.subjectB, ElementsAre("Ann", "Bob"));
    EXPECT_THAT(read("a.jpg\tb.jpg\t0\tAnn\tBob\n").subjectB, ElementsAre("Bob"));
}

TEST(PairList, AFlagMaySayTheOpposite) {
    for (const char* text : {"a,b,different\nx.png,y.png,0\nx.png,z.png,1\n",
                             "img1,img2,impostor\nx.png,y.png,0\nx.png,z.png,1\n",
                             "one,two,different\nx.png,y.png,0\nx.png,z.png,1\n",
                             "a,b,mismatch\nx.png,y.png,no\nx.png,z.png,yes\n"}) {
        const auto pairs = read(text);
        EXPECT_THAT(pairs.same, ElementsAre(1, 0)) << text;
        EXPECT_THAT(pairs.notes, ElementsAre(HasSubstr("opposite"))) << text;
    }
}

TEST(PairList, AHeaderThatEndsInAFlagsWordIsNoPair) {
    for (const char* text :
         {"left,right,same\nx.png,y.png,1\nx.png,z.png,0\n", "probe,reference,genuine\nx,y,1\nx,z,0\n",
          "one,two,match\nx,y,true\nx,z,false\n",
          "one,two,same\nx.png,y.png,same\nx.png,z.png,different\n"}) {
        const auto pairs = read(text);
        EXPECT_THAT(pairs.same, ElementsAre(1, 0)) << text;
        EXPECT_EQ(pairs.a.front().substr(0, 1), "x") << text;
    }
    EXPECT_EQ(read("p,q,genuine\nq,r,impostor\n").size(), 2U);
}

TEST(PairList, FurtherColumnsAreNamedAndNotRead) {
    const auto pairs = read("fold,img1,img2,label,score\n0,x,y,1,0.5\n0,x,z,0,0.25\n");
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_THAT(pairs.notes, ElementsAre(HasSubstr("'fold' and 'score' are not read")));
    const auto index = read(",a,b,same\n0,x,y,1\n1,x,z,0\n");
    EXPECT_THAT(index.a, ElementsAre("x", "x"));
    EXPECT_THAT(index.notes, IsEmpty());
    const auto bare = read("x.png y.png 1 0\nx.png z.png 0 9\n");
    EXPECT_FALSE(bare.isLfw);
    EXPECT_THAT(bare.same, ElementsAre(1, 0));
    EXPECT_THAT(bare.notes, ElementsAre(HasSubstr("'4' is not read")));
    EXPECT_THAT(refusal("x.png y.png 1 0\nx.png z.png 0 1\n"), HasSubstr("both its third and its fourth"));
    EXPECT_THAT(read("x.png Ann y.png Ann 1\nx.png Ann z.png Bob 0\n").subjectB, ElementsAre("Ann", "Bob"));
}

TEST(PairList, ReadsTwoLinesAPair) {
    const auto pairs = read("Ann_1.jpg 1\nAnn_2.jpg 1\nAnn_1.jpg 0\nBob_1.jpg 0\n");
    EXPECT_THAT(pairs.a, ElementsAre("Ann_1.jpg", "Ann_1.jpg"));
    EXPECT_THAT(pairs.b, ElementsAre("Ann_2.jpg", "Bob_1.jpg"));
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_THAT(pairs.notes, ElementsAre(HasSubstr("CPLFW")));
}

TEST(PairList, NamesOfLfwMayBeNumbers) {
    const auto pairs = read("1\n000001 1 2\n000001 3 000002 4\n");
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_EQ(pairs.b.back(), "000002/000002_0004.jpg");
    EXPECT_THAT(read("000001 1 2\n000001 3 n2 4\n000001 3 000002 4\n").same, ElementsAre(1, 0, 0));
}

TEST(PairList, APairIsNotListedAsBoth) {
    EXPECT_THAT(refusal("x y 1\nx z 0\ny x 0\n"),
                AllOf(HasSubstr("'x' and 'y' are one person in pair 1"), HasSubstr("two persons in pair 3")));
    const auto repeated = read("x y 1\nx z 0\nz x 0\n");
    EXPECT_EQ(repeated.size(), 3U);
    EXPECT_THAT(repeated.notes, ElementsAre(HasSubstr("1 line repeats a pair, as 'x' and 'z'")));
}

TEST(PairList, PairsOfTemplatesAndOfNumbersNameTheCure) {
    const test::TemporaryFolder folder;
    const auto templates = folder.write("ijbc_template_pair_label.txt", "9 132 0\n55 68 1\n");
    EXPECT_EQ(pairListForm(templates)->layout, PairListLayout::Templates);
    EXPECT_THAT(errorOf([&] { readPairList(templates); }), HasSubstr("--ijb"));
    EXPECT_THAT(errorOf([&] { readPairList(folder.write("same.txt", "1,2\n3,4\n")); }), HasSubstr("CFP"));
}

TEST(PairList, NamesTheLineOfATableThatIsWrong) {
    EXPECT_THAT(refusal("a,b\n"), AllOf(HasSubstr("pairs.txt:1"), HasSubstr("'a' and 'b'")));
    EXPECT_THAT(refusal("a,b,same,subject_a\nx,y,1,Ann\n"), HasSubstr("subject_a and subject_b"));
    EXPECT_THAT(refusal("x,y,1\nx,y\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("2 columns")));
    EXPECT_THAT(refusal("x,y,1\nx,z,2\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("'2'")));
    EXPECT_THAT(refusal("x,x,1\n"), AllOf(HasSubstr("pairs.txt:1"), HasSubstr("'x' is paired with itself")));
    EXPECT_THAT(refusal("x,,1\n"), HasSubstr("no name"));
    EXPECT_THAT(refusal("x,y,1,Ann,Bob\n"), AllOf(HasSubstr("pairs.txt:1"), HasSubstr("'Bob'")));
    EXPECT_THAT(refusal("x,y,0,Ann,Ann\n"), HasSubstr("two persons"));
    EXPECT_THAT(refusal("x,y,0,Ann,\n"), HasSubstr("pairs.txt:1"));
    EXPECT_THAT(refusal("a,b,same\n"), HasSubstr("no pairs"));
    EXPECT_THAT(refusal(""), HasSubstr("no pairs"));
    EXPECT_THAT(errorOf([] { readPairList("absent.txt"); }), HasSubstr("io: "));
}

TEST(ResolvePairs, FindsRowsAndNumbersSubjects) {
    const auto set = setOf({"/lfw/Bob/Bob_0001.png", "/lfw/Ann/Ann_0001.png", "/lfw/Ann/Ann_0002.png"});
    const auto pairs = resolvePairs(read("1\nAnn 1 2\nAnn 2 Bob 1\n"), set).pairs;
    EXPECT_THAT(pairs.a, ElementsAre(1, 2));
    EXPECT_THAT(pairs.b, ElementsAre(2, 0));
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_THAT(pairs.subjectA, ElementsAre(0, 0));
    EXPECT_THAT(pairs.subjectB, ElementsAre(0, 1));
}

TEST(ResolvePairs, TakesLabelsWhereTheListDoesNotSayWhoIsWho) {
    const auto list = read("a b 1\nb c 0\n");
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c"})).pairs.subjectA, IsEmpty());
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c", "d"}, {5, 5, 7, -1})).pairs.subjectB,
                ElementsAre(5, 7));
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c"}, {5, 5, -1})).pairs.subjectB, IsEmpty());
    EXPECT_THAT(errorOf([&] {
                    resolvePairs(list, setOf({"a", "b", "c"}, {5, 6, 7}));
                }),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("pair 1")));
}

TEST(ResolvePairs, LeavesOutThePairsOfAbsentImagesAndKeepsAccount) {
    const auto list = read("a b 1\na c 0\na d 1\nb d 0\nb e 0\n");
    EmbeddingSet set = setOf({"a", "b", "d"});
    set.skipped = {"F/c.png: it is cut"};
    const auto pairs = resolvePairs(list, set).pairs;
    EXPECT_THAT(pairs.a, ElementsAre(0, 0, 1));
    EXPECT_THAT(pairs.b, ElementsAre(1, 2, 2));
    EXPECT_THAT(pairs.same, ElementsAre(1, 1, 0));
    EXPECT_EQ(pairs.absent.listed, 5U);
    EXPECT_EQ(pairs.absent.genuine, 0U);
    EXPECT_EQ(pairs.absent.impostor, 2U);
    EXPECT_EQ(pairs.absent.images, 5U);
    EXPECT_THAT(pairs.absent.failed, ElementsAre("c: it is cut", HasSubstr("e: there is no such image")));
    EXPECT_THAT(
        absentText(pairs.absent),
        AllOf(HasSubstr("2 of 5 images failed to enrol (40.00 %)"),
              HasSubstr("2 of 5 pairs are left out (0 genuine, 2 impostor)"), HasSubstr("laid out again")));
    EXPECT_THAT(errorOf([&] { resolvePairs(list, set, {.strict = true}); }),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("2 images are not among the 3 embeddings"),
                      HasSubstr("'c', 'e'"), HasSubstr("nearest name to 'c'")));
}

TEST(ResolvePairs, TheRestStayInTheFoldsOfTheList) {
    std::string text;
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i) {
        text += "a" + std::to_string(i) + " b" + std::to_string(i) + " 1\n";
        names.push_back("a" + std::to_string(i));
        names.push_back("b" + std::to_string(i));
    }
    names.erase(names.begin() + 6);  // a3
    const auto absent = resolvePairs(read(text), setOf(names)).pairs.absent;
    EXPECT_EQ(absent.listed, 20U);
    ASSERT_EQ(absent.place.size(), 19U);
    EXPECT_EQ(absent.place[2], 2U);
    EXPECT_EQ(absent.place[3], 4U);
    EXPECT_THAT(absentText(absent), HasSubstr("the list's folds"));
    // With the second pair of the fold gone too, that fold has none.
    names.erase(std::find(names.begin(), names.end(), "b2"));
    EXPECT_THAT(resolvePairs(read(text), setOf(names)).pairs.absent.place, IsEmpty());
}

TEST(ResolvePairs, RefusesAListOfOtherImages) {
    EXPECT_THAT(errorOf([&] {
                    resolvePairs(read("x/aa y 1\ny z 0\n"), setOf({"a", "b"}));
                }),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("3 images are not among the 2 embeddings"),
                      HasSubstr("nearest name to 'x/aa' is 'a'")));
    EXPECT_THAT(errorOf([&] {
                    resolvePairs(read("a c 1\n"), setOf({"a", "b"}));
                }),
                HasSubstr("no pair has both"));
}

TEST(ResolvePairs, PicturesCountedFromZeroMustExist) {
    const auto list = read("1\nAnn 0 1\nAnn 1 Bob 2\n");
    const auto fromZero = setOf({"Ann/Ann_0000.png", "Ann/Ann_0001.png", "Bob/Bob_0002.png"});
    EXPECT_EQ(resolvePairs(list, fromZero).pairs.size(), 2U);
    const auto fromOne = setOf({"Ann/Ann_0001.png", "Ann/Ann_0002.png", "Bob/Bob_0002.png"});
    EXPECT_THAT(errorOf([&] { resolvePairs(list, fromOne); }),
                AllOf(HasSubstr("pairs.txt:2"), HasSubstr("counted from 0"), HasSubstr("Ann_0000")));
}

TEST(ResolvePairs, EmbeddingsWithoutNamesGoByTheirNumber) {
    const auto resolved =
        resolvePairs(read("0 2 1\n1 2 0\n1 7 0\n"), setOf({"e.npy#0", "e.npy#1", "e.npy#2"}));
    EXPECT_THAT(resolved.pairs.a, ElementsAre(0, 1));
    EXPECT_THAT(resolved.pairs.b, ElementsAre(2, 2));
    EXPECT_THAT(resolved.notes, ElementsAre(HasSubstr("from 0")));
    EXPECT_EQ(resolved.pairs.absent.count(), 1U);
}

TEST(ResolvePairs, NumbersAreThoseOfTheFileWhereRowsWereLeftOut) {
    EmbeddingSet set = setOf({"e.npy#0", "e.npy#2"});
    set.skipped = {"e.npy#1: its embedding is zero"};
    const auto resolved = resolvePairs(read("0 2 1\n1 2 0\n"), set);
    EXPECT_THAT(resolved.pairs.b, ElementsAre(1));
    EXPECT_THAT(resolved.pairs.absent.failed, ElementsAre("e.npy#1: its embedding is zero"));
    EXPECT_THAT(errorOf([&] { resolvePairs(read("0 2 1\n1 2 0\n"), set, {.strict = true}); }),
                HasSubstr("its embedding is zero"));
}

TEST(RowNames, AreLinesInTheOrderOfTheRows) {
    const test::TemporaryFolder folder;
    auto set = setOf({"e.npy#0", "e.npy#1", "e.npy#2"});
    EXPECT_TRUE(hasMadeUpNames(set));
    nameRows(set, folder.write("names.txt", "Ann B/1.jpg\nBob/2.jpg 7\n\n1\tCid/3.jpg\t9\n"));
    EXPECT_THAT(set.names, ElementsAre("Ann B/1.jpg", "Bob/2.jpg", "Cid/3.jpg"));
    EXPECT_FALSE(hasMadeUpNames(set));
    EXPECT_THAT(errorOf([&] { nameRows(set, folder.write("two.txt", "a\nb\n")); }),
                AllOf(HasSubstr("two.txt"), HasSubstr("names 2 images"), HasSubstr("3 embeddings")));
}

TEST(ResolvePairs, LfwsNumbersMayBeTheWholeName) {
    const auto resolved = resolvePairs(read("1\nAnn 1 2\nAnn 1 Bob 1\n"),
                                       setOf({"F/Ann/001.png", "F/Ann/002.png", "F/Bob/001.png"}));
    EXPECT_THAT(resolved.pairs.b, ElementsAre(1, 2));
    EXPECT_THAT(resolved.notes, ElementsAre(HasSubstr("zeros")));
}

TEST(ResolvePairs, RefusesWhatIsNotOneRowAnImage) {
    EXPECT_THAT(errorOf([] {
                    resolvePairs(read("a b 1\n"), setOf({"a", "b", "b"}));
                }),
                AllOf(HasSubstr("pairs.txt, pair 1"), HasSubstr("more than one")));
    EXPECT_NO_THROW(resolvePairs(read("a b 1\n"), setOf({"a", "b", "c", "c"})));
    EXPECT_THAT(errorOf([] {
                    resolvePairs(read("a.jpg b.jpg 1\na.png b.jpg 1\n"), setOf({"a.jpg", "b.jpg"}));
                }),
                AllOf(HasSubstr("pair 2"), HasSubstr("both fit")));
    EXPECT_THAT(errorOf([] {
                    resolvePairs(read("b a 0\n./a a 1\n"), setOf({"a", "b"}));
                }),
                AllOf(HasSubstr("pair 2"), HasSubstr("one image")));
}

TEST(AddSubjects, GivesTheSubjectsOfAListInTheSameOrder) {
    PairIndex pairs{{0, 2}, {1, 3}, {1, 0}, {}, {}};
    addSubjects(pairs, read("1\nAnn 1 2\nAnn 1 Bob 1\n"));
    EXPECT_THAT(pairs.subjectA, ElementsAre(0, 0));
    EXPECT_THAT(pairs.subjectB, ElementsAre(0, 1));
    const auto reason = [&](const std::string& list) {
        return errorOf([&] { addSubjects(pairs, read(list)); });
    };
    EXPECT_THAT(reason("a b 1\nc d 0\n"), AllOf(HasSubstr("pairs.txt"), HasSubstr("who is in")));
    EXPECT_THAT(reason("a b 1 Ann Ann\n"), HasSubstr("lists 1 pairs and the set has 2"));
    EXPECT_THAT(reason("a b 1 Ann Ann\na b 1 Ann Ann\n"), HasSubstr("pair 2 shows one person"));
    EXPECT_THAT(pairs.subjectB, ElementsAre(0, 1));
}

TEST(AddSubjects, PassesOverPairsThatTheSetHasLost) {
    PairIndex pairs{{0, 2}, {1, 3}, {1, 0}, {}, {}, {}};
    pairs.absent.place = {0, 2};
    pairs.absent.listed = 3;
    pairs.absent.genuine = 1;
    addSubjects(pairs, read("1\nAnn 1 2\nCid 1 2\nAnn 1 Bob 1\n"));
    EXPECT_THAT(pairs.subjectA, ElementsAre(0, 0));
    EXPECT_THAT(pairs.subjectB, ElementsAre(0, 1));
}

TEST(AddSubjects, LfwsListFitsInsightfacesSet) {
    const auto list = kShared / "protocols" / "lfw_pairs.txt";
    const auto bin = kShared / "data" / "lfw.bin";
    if (!std::filesystem::exists(list) || !std::filesystem::exists(bin)) {
        GTEST_SKIP() << "no LFW at " << kShared;
    }
    const std::string text = readTextFile(bin);
    const PickleDocument document(std::as_bytes(std::span(text)), bin.string());
    auto set = setOf(std::vector<std::string>(12000, "face"));
    set.issame = document.root().item(1).asBools();
    PairIndex pairs = rowPairs(set);
    EXPECT_EQ(pairs.size(), 6000U);
    EXPECT_FALSE(pairs.knowsSubjects());
    addSubjects(pairs, readPairList(list));
    EXPECT_EQ(pairs.subjectA.front(), pairs.subjectB.front());
    EXPECT_NE(pairs.subjectA.back(), pairs.subjectB.back());
    // Abel_Pacheco is the first subject, and the first of three pairs.
    EXPECT_EQ(std::count(pairs.subjectA.begin(), pairs.subjectA.end(), 0), 3);
    EXPECT_NO_THROW(checkSubjects(pairs, "lfw"));
}

}  // namespace
}  // namespace pf
