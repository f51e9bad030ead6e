#include "core/eval/pair_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/pickle/pickle_reader.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

TEST(PairList, ComparesLfwsHeaderWithTheLines) {
    EXPECT_THAT(refusal("2 1\nAnn 1 2\nAnn 1 Bob 1\n"),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("2 x 1"), HasSubstr("1 genuine and 1 impostor")));
    EXPECT_THAT(refusal("1\nAnn 1 2\nAnn 3 4\n"), HasSubstr("2 genuine and 0 impostor"));
    EXPECT_THAT(refusal("1 1\n"), HasSubstr("0 genuine"));
    EXPECT_THAT(refusal("0 0\n"), HasSubstr("promises 0 x 0"));
    EXPECT_THAT(refusal("1 0\n"), HasSubstr("no pairs"));
    EXPECT_THAT(refusal("4294967296 4294967296\nAnn 1 2\nAnn 1 Bob 1\n"), HasSubstr("promises 4294967296"));
}

TEST(PairList, NamesTheLineOfLfwThatIsWrong) {
    EXPECT_THAT(refusal("1\nAnn 1 2\n\nAnn 1\n"), AllOf(HasSubstr("pairs.txt:4"), HasSubstr("2 columns")));
    EXPECT_THAT(refusal("1\nAnn 1 x\n"), AllOf(HasSubstr("pairs.txt:2"), HasSubstr("'x'")));
    EXPECT_THAT(refusal("1\nAnn 0 2\n"), HasSubstr("'0'"));
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

TEST(PairList, NamesTheLineOfATableThatIsWrong) {
    EXPECT_THAT(refusal("a,b\n"), AllOf(HasSubstr("pairs.txt:1"), HasSubstr("'a' and 'b'")));
    EXPECT_THAT(refusal("a,b,same,score\nx,y,1,0.5\n"),
                AllOf(HasSubstr("pairs.txt:1"), HasSubstr("'score'")));
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
    const auto pairs = resolvePairs(read("1\nAnn 1 2\nAnn 2 Bob 1\n"), set);
    EXPECT_THAT(pairs.a, ElementsAre(1, 2));
    EXPECT_THAT(pairs.b, ElementsAre(2, 0));
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_THAT(pairs.subjectA, ElementsAre(0, 0));
    EXPECT_THAT(pairs.subjectB, ElementsAre(0, 1));
}

TEST(ResolvePairs, TakesLabelsWhereTheListDoesNotSayWhoIsWho) {
    const auto list = read("a b 1\nb c 0\n");
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c"})).subjectA, IsEmpty());
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c", "d"}, {5, 5, 7, -1})).subjectB, ElementsAre(5, 7));
    EXPECT_THAT(resolvePairs(list, setOf({"a", "b", "c"}, {5, 5, -1})).subjectB, IsEmpty());
    EXPECT_THAT(errorOf([&] {
                    resolvePairs(list, setOf({"a", "b", "c"}, {5, 6, 7}));
                }),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("pair 1")));
}

TEST(ResolvePairs, ListsAbsentImagesOnce) {
    const auto list = read("a b 1\na c 0\na d 0\na e 0\na f 0\na g 0\nb g 0\n");
    EXPECT_THAT(errorOf([&] {
                    resolvePairs(list, setOf({"a", "b"}));
                }),
                AllOf(HasSubstr("pairs.txt"), HasSubstr("5 of its images"), HasSubstr("2 embeddings"),
                      HasSubstr("'c', 'd', 'e' and 2 more")));
}

TEST(ResolvePairs, RefusesWhatIsNotOneRowAnImage) {
    EXPECT_THAT(errorOf([] {
                    resolvePairs(read("a b 1\n"), setOf({"a", "b", "b"}));
                }),
                AllOf(HasSubstr("pairs.txt, pair 1"), HasSubstr("more than one")));
    EXPECT_NO_THROW(resolvePairs(read("a b 1\n"), setOf({"a", "b", "c", "c"})));
    EXPECT_THAT(errorOf([] {
                    resolvePairs(read("a.jpg b 1\na.png b 1\n"), setOf({"a.jpg", "b"}));
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
