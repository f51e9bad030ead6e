#include "core/data/record_io/record_index.h"

#include <gtest/gtest.h>

#include "tests/data/record_io/record_bytes.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using test::append;
using test::Bytes;
using test::imageContent;
using test::insightfaceSet;
using test::part;
using test::RecordBytes;
using test::TempFolder;
using test::toBytes;
using namespace matchers;

class RecordIndexTest : public testing::Test {
  protected:
    RecordIndex open(const RecordBytes& bytes) { return open(bytes.rec, bytes.idx); }
    RecordIndex open(const Bytes& rec, const std::string& idx) {
        folder_.write("set.idx", idx);
        return openRecordIndex(RecordFile(folder_.write("set.rec", rec)), folder_.path() / "set.idx");
    }

    /// The .idx was not used, and `why` is said; the images are those of `expected` nevertheless.
    void expectRebuilt(const RecordBytes& bytes, const std::string& idx, const std::string& why) {
        const RecordIndex expected = open(bytes);
        ASSERT_THAT(expected.notes, IsEmpty());
        const RecordIndex index = open(bytes.rec, idx);
        EXPECT_THAT(index.notes, ElementsAre(AllOf(HasSubstr(why), HasSubstr("was not used"))));
        EXPECT_EQ(index.offsets, expected.offsets);
        EXPECT_EQ(index.spans, expected.spans);
        EXPECT_EQ(index.labels, expected.labels);
        EXPECT_EQ(index.identityRecords, expected.identityRecords);
        EXPECT_EQ(index.key(0), expected.key(0));
        EXPECT_THAT(index.lost, IsEmpty());
    }

    TempFolder folder_;
};

TEST_F(RecordIndexTest, ReadsInsightfacesLayout) {
    const RecordBytes bytes = insightfaceSet({2, 1, 3});
    const RecordIndex index = open(bytes);
    EXPECT_THAT(index.notes, IsEmpty());
    EXPECT_THAT(index.labels, ElementsAre(0, 0, 1, 2, 2, 2));
    EXPECT_EQ(index.identityRecords, 3U);
    EXPECT_TRUE(index.keys.empty());
    EXPECT_EQ(index.key(5), 6U);
    for (std::size_t i = 0; i < index.size(); ++i) {
        EXPECT_EQ(index.offsets[i], bytes.offsets[i + 1]);
        EXPECT_EQ(index.spans[i], bytes.offsets[i + 2] - bytes.offsets[i + 1]);
    }
}

TEST_F(RecordIndexTest, ReadsTheHeaderBehindTheImages) {
    // The order in which insightface's own script writes.
    const RecordBytes set = insightfaceSet({1, 2});
    RecordBytes bytes;
    for (const std::uint64_t key : {1, 2, 3, 0, 4, 5}) {
        const auto begin = set.rec.begin() + static_cast<std::ptrdiff_t>(set.offsets[key]);
        const auto end =
            key < 5 ? set.rec.begin() + static_cast<std::ptrdiff_t>(set.offsets[key + 1]) : set.rec.end();
        bytes.add(key, Bytes(begin, end));
    }
    const RecordIndex index = open(bytes);
    EXPECT_THAT(index.notes, IsEmpty());
    EXPECT_THAT(index.labels, ElementsAre(0, 1, 1));
    EXPECT_EQ(index.identityRecords, 2U);
    EXPECT_THAT(index.offsets, ElementsAre(bytes.offsets[0], bytes.offsets[1], bytes.offsets[2]));
}

TEST_F(RecordIndexTest, ReadsLabelsThatFollowTheHeader) {
    // insightface's face2rec2 gives images two labels, identity and whether the face is aligned.
    RecordBytes bytes;
    bytes.add(0, test::range(0, 3, 5));
    bytes.add(1, part(0, imageContent(0.0F, 1, toBytes("a"), {0.0F, 1.0F})));
    bytes.add(2, part(0, imageContent(0.0F, 2, toBytes("b"), {1.0F, 1.0F})));
    bytes.add(3, test::range(3, 1, 2));
    bytes.add(4, test::range(4, 2, 3));
    const RecordIndex index = open(bytes);
    EXPECT_THAT(index.notes, IsEmpty());
    EXPECT_THAT(index.labels, ElementsAre(0, 1));
    EXPECT_EQ(index.identityRecords, 2U);
}

TEST_F(RecordIndexTest, ReadsPlainFilesByTheirOwnLabels) {
    RecordBytes bytes;
    bytes.add(7, part(0, imageContent(5.0F, 7, toBytes("a"))));
    bytes.add(2, part(0, imageContent(3.0F, 2, toBytes("b"))));
    bytes.add(9, part(0, imageContent(5.0F, 9, toBytes("c"))));
    for (const bool withIdx : {true, false}) {
        const RecordIndex index = withIdx ? open(bytes) : open(bytes.rec, "");
        EXPECT_EQ(index.notes.empty(), withIdx);
        EXPECT_THAT(index.labels, ElementsAre(5, 3, 5));
        EXPECT_THAT(index.keys, ElementsAre(7, 2, 9));
        EXPECT_EQ(index.identityRecords, 0U);
    }
}

TEST_F(RecordIndexTest, NumbersRecordsByPlaceWhereTheirIdsRepeat) {
    Bytes rec = part(0, imageContent(0.0F, 0, toBytes("a")));
    append(rec, part(0, imageContent(1.0F, 0, toBytes("b"))));
    const RecordIndex index = open(rec, "");
    EXPECT_EQ(index.key(1), 1U);
    EXPECT_THAT(index.notes, testing::Contains(HasSubstr("numbered by their place")));
}

TEST_F(RecordIndexTest, RebuildsAnIdxThatIsWrong) {
    const RecordBytes bytes = insightfaceSet({2, 2});
    const std::string size = std::to_string(bytes.rec.size());
    expectRebuilt(bytes, "", "set.idx: it is empty");
    expectRebuilt(bytes, "0\t0\nkey\t1\n", "set.idx:2: expected `key <tab> offset`");
    expectRebuilt(bytes, "0\t0\n1\n", "set.idx:2: expected");
    expectRebuilt(bytes, "0\t0\n1\t-4\n", "set.idx:2: expected");
    expectRebuilt(bytes, bytes.idx + "7\t" + size + "\n", "beyond the .rec, which has " + size);
    expectRebuilt(bytes, bytes.idx + "7\t99999999999999999999\n", "set.idx:8: expected");
    expectRebuilt(bytes, bytes.idx + "3\t44\n", "the key 3 occurs twice");
    expectRebuilt(bytes, bytes.idx + "7\t0\n", "two of its keys have the offset 0");
    expectRebuilt(bytes, std::string(70000, '1'), "longer than 64 KiB");
    std::string many;
    for (int i = 0; i < 1000; ++i) {
        many += std::to_string(i) + "\t0\n";
    }
    expectRebuilt(bytes, many, "1,000 lines, more than records fit");
}

TEST_F(RecordIndexTest, RebuildsAnIdxThatLies) {
    const RecordBytes bytes = insightfaceSet({2, 2});
    const auto line = [&](std::size_t i) {
        return std::to_string(i) + "\t" + std::to_string(bytes.offsets[i]) + "\n";
    };
    // One record is left out, the last ones are, one leads into an image.
    expectRebuilt(bytes, line(0) + line(1) + line(3) + line(4) + line(5) + line(6), "ends at byte");
    expectRebuilt(bytes, line(0) + line(1) + line(2), "the .rec continues to");
    expectRebuilt(bytes, "1\t" + std::to_string(bytes.offsets[1] + 4) + "\n", "key 1 leads to byte 44");
}

TEST_F(RecordIndexTest, ReadsAnIdxInAnyOrder) {
    const RecordBytes bytes = insightfaceSet({2, 2});
    std::string idx;
    for (std::size_t i = bytes.offsets.size(); i-- > 0;) {
        idx += std::to_string(i) + " " + std::to_string(bytes.offsets[i]) + "\r\n";
    }
    const RecordIndex index = open(bytes.rec, idx);
    EXPECT_THAT(index.notes, ElementsAre(HasSubstr("they were sorted")));
    EXPECT_THAT(index.labels, ElementsAre(0, 0, 1, 1));
    EXPECT_EQ(index.offsets, open(bytes).offsets);
}

TEST_F(RecordIndexTest, ReadsThroughAFileWithoutAnIdx) {
    const RecordBytes bytes = insightfaceSet({2, 2});
    const RecordFile file(folder_.write("set.rec", bytes.rec));
    const RecordIndex index = openRecordIndex(file, folder_.path() / "set.idx");
    EXPECT_THAT(index.notes, ElementsAre(HasSubstr("set.idx is missing")));
    EXPECT_THAT(index.labels, ElementsAre(0, 0, 1, 1));
    EXPECT_EQ(index.identityRecords, 2U);
}

TEST_F(RecordIndexTest, TrustsTheImagesLabelsWhereIdentityRecordsDisagree) {
    RecordBytes bytes;
    bytes.add(0, test::range(0, 4, 6));
    for (int key = 1; key <= 3; ++key) {
        bytes.add(
            static_cast<std::uint64_t>(key),
            part(0, imageContent(key == 3 ? 8.0F : 2.0F, static_cast<std::uint64_t>(key), toBytes("x"))));
    }
    bytes.add(4, test::range(4, 1, 3));
    bytes.add(5, test::range(5, 3, 4));
    const RecordIndex index = open(bytes);
    EXPECT_THAT(index.labels, ElementsAre(2, 2, 8));
    EXPECT_THAT(index.notes, ElementsAre(AllOf(HasSubstr("image 1 lies in the range of identity 0"),
                                               HasSubstr("own label is used"))));

    // Ranges with a gap between them.
    RecordBytes gap = insightfaceSet({2, 2});
    gap.rec[gap.offsets[6] + 8 + 24 + 2] = std::byte{0x80};
    EXPECT_THAT(open(gap).notes, ElementsAre(HasSubstr("identity record 6 does not begin")));
    EXPECT_THAT(open(gap).labels, ElementsAre(0, 0, 1, 1));
}

TEST_F(RecordIndexTest, SaysWhenRecordZeroPromisesOtherCounts) {
    RecordBytes bytes = insightfaceSet({2, 2});
    Bytes cut(bytes.rec.begin(), bytes.rec.begin() + static_cast<std::ptrdiff_t>(bytes.offsets[4] + 20));
    const RecordIndex index = open(cut, bytes.idx);
    EXPECT_THAT(index.labels, ElementsAre(0, 0, 1));
    ASSERT_EQ(index.lost.size(), 1U);
    EXPECT_EQ(index.lost[0].offset, bytes.offsets[4]);
    EXPECT_THAT(
        index.notes,
        testing::Contains(HasSubstr("promises 4 images and 2 identities, but 3 images and 0 identities")));
}

TEST_F(RecordIndexTest, LosesRecordsWhoseLabelIsNoIdentity) {
    RecordBytes bytes;
    int key = 0;
    for (const float label :
         {0.5F, 3.0F, -2.0F, 16777216.0F, 33554432.0F, std::bit_cast<float>(0x7FC00000U), -1.0F}) {
        bytes.add(static_cast<std::uint64_t>(key),
                  part(0, imageContent(label, static_cast<std::uint64_t>(key), toBytes("x"))));
        ++key;
    }
    bytes.add(7, part(0, imageContent(1.0F, 7, {})));
    const RecordIndex index = open(bytes);
    EXPECT_THAT(index.labels, ElementsAre(3, 16777216));
    EXPECT_THAT(index.keys, ElementsAre(1, 3));
    ASSERT_EQ(index.lost.size(), 6U);
    EXPECT_THAT(index.lost[0].reason, HasSubstr("label 0.5 is not an identity's number"));
    EXPECT_THAT(index.lost[4].reason, HasSubstr("holds no image"));
    EXPECT_THAT(index.lost[5].reason, HasSubstr("-1 (unknown), but other records have one"));
    EXPECT_EQ(index.lost[5].offset, bytes.offsets[6]);
}

TEST_F(RecordIndexTest, TakesMinusOneEverywhereForUnknown) {
    RecordBytes bytes;
    bytes.add(0, part(0, imageContent(-1.0F, 0, toBytes("a"))));
    bytes.add(1, part(0, imageContent(-1.0F, 1, toBytes("b"))));
    EXPECT_THAT(open(bytes).labels, ElementsAre(-1, -1));
    EXPECT_THAT(open(bytes).lost, IsEmpty());
}

TEST_F(RecordIndexTest, ListsAThousandLossesAndCountsTheRest) {
    Bytes rec = part(0, imageContent(1.0F, 0, toBytes("a")));
    for (std::uint64_t id = 1; id <= 1200; ++id) {
        append(rec, part(0, imageContent(0.5F, id, toBytes("x"))));
    }
    const RecordIndex index = open(rec, "");
    EXPECT_EQ(index.size(), 1U);
    EXPECT_EQ(index.lost.size(), 1000U);
    EXPECT_EQ(index.lostCount, 1200U);
}

}  // namespace
}  // namespace pf
