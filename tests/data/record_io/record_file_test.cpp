#include "core/data/record_io/record_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/data/record_io/record_set.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using test::append;
using test::Bytes;
using namespace matchers;
using test::imageContent;
using test::part;
using test::RecordBytes;
using test::TempFolder;
using test::toBytes;

Bytes contentOf(const RecordFile& file, std::uint64_t offset, std::uint32_t span = 0) {
    const RecordContent content = file.read(offset, span);
    return {content.bytes().begin(), content.bytes().end()};
}

/// What reading through a file of these bytes gives: ids of the records, offsets and reasons of the losses.
struct Scanned {
    std::vector<std::uint64_t> ids;
    std::vector<std::uint64_t> lostAt;
    std::vector<std::string> reasons;
};

Scanned scan(const Bytes& bytes) {
    const TempFolder folder;
    const RecordFile file(folder.write("a.rec", bytes));
    Scanned result;
    scanRecords(
        file, [&](const RecordFrame& frame) { result.ids.push_back(frame.header.id); },
        [&](const RecordProblem& problem) {
            result.lostAt.push_back(problem.offset);
            result.reasons.push_back(problem.reason);
        });
    return result;
}

Bytes image(std::uint64_t id) {
    return part(0, imageContent(0.0F, id, toBytes("payload " + std::to_string(id))));
}

TEST(RecordFile, ReadsPaddedRecordsOneBehindTheOther) {
    const TempFolder folder;
    Bytes bytes;
    std::vector<std::uint64_t> offsets;
    for (std::size_t length = 0; length < 9; ++length) {
        offsets.push_back(bytes.size());
        append(bytes, part(0, imageContent(3.0F, length, Bytes(length, std::byte{7}))));
        EXPECT_EQ(bytes.size() % 4, 0U);
    }
    const RecordFile file(folder.write("a.rec", bytes));
    for (std::size_t length = 0; length < 9; ++length) {
        RecordProblem problem;
        const auto frame = file.frameAt(offsets[length], problem);
        ASSERT_TRUE(frame) << problem.reason;
        EXPECT_EQ(frame->bytes, 24 + length);
        EXPECT_EQ(frame->end, length + 1 < 9 ? offsets[length + 1] : bytes.size());
        EXPECT_EQ(frame->header.id, length);
        EXPECT_EQ(frame->header.identityLabel(), 3.0F);
        EXPECT_EQ(contentOf(file, offsets[length]), imageContent(3.0F, length, Bytes(length, std::byte{7})));
    }
}

TEST(RecordFile, JoinsPartsByTheMagicNumber) {
    const TempFolder folder;
    const Bytes magic = test::fromHex("0a23d7ce");
    Bytes content = imageContent(1.0F, 5, toBytes("abcd"));
    Bytes bytes = part(1, content);
    append(content, magic);
    // Two magic numbers one behind the other: an empty part between them.
    append(bytes, part(2, {}));
    append(content, magic);
    append(bytes, part(3, toBytes("xyz")));
    append(content, toBytes("xyz"));
    const std::size_t next = bytes.size();
    append(bytes, image(6));
    const RecordFile file(folder.write("a.rec", bytes));
    RecordProblem problem;
    const auto frame = file.frameAt(0, problem);
    ASSERT_TRUE(frame) << problem.reason;
    EXPECT_EQ(frame->parts, 3U);
    EXPECT_EQ(frame->bytes, content.size());
    EXPECT_EQ(frame->end, next);
    EXPECT_EQ(frame->header.id, 5U);
    EXPECT_EQ(contentOf(file, 0), content);
    EXPECT_EQ(contentOf(file, 0, 12), content);
    Bytes written;
    appendRecord(written, content);
    written.resize(next);
    EXPECT_EQ(written, Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(next)));
}

TEST(RecordFile, ReadsAHeaderThatPartsCutThrough) {
    // The magic number as the image's id: the header itself lies in two parts.
    Bytes content = imageContent(2.0F, 0xced7230a, toBytes("image"), {4.0F, 1.0F});
    Bytes bytes;
    appendRecord(bytes, content);
    EXPECT_EQ(Bytes(bytes.begin(), bytes.begin() + 8), test::fromHex("0a23d7ce08000020"));
    const TempFolder folder;
    const RecordFile file(folder.write("a.rec", bytes));
    RecordProblem problem;
    const auto frame = file.frameAt(0, problem);
    ASSERT_TRUE(frame) << problem.reason;
    EXPECT_EQ(frame->header.id, 0xced7230aU);
    EXPECT_EQ(frame->header.flag, 2U);
    EXPECT_EQ(frame->header.identityLabel(), 4.0F);
    EXPECT_EQ(frame->header.labels[1], 1.0F);
    EXPECT_EQ(contentOf(file, 0), content);
}

TEST(RecordFile, SaysAtWhichByteWhatIsWrong) {
    const TempFolder folder;
    Bytes bytes = image(1);
    append(bytes, part(2, toBytes("late")));
    append(bytes, part(7, toBytes("flag")));
    append(bytes, part(1, imageContent(0.0F, 4, {})));
    append(bytes, image(5));
    append(bytes, test::fromHex("0a23d7cef0ffff1f"));
    const RecordFile file(folder.write("a.rec", bytes));
    const auto message = [&](std::uint64_t offset) { return errorOf([&] { file.read(offset); }); };
    EXPECT_THAT(message(44), AllOf(HasSubstr("at byte 44"), HasSubstr("later part")));
    EXPECT_THAT(message(56), HasSubstr("flag is 7"));
    EXPECT_THAT(message(68), AllOf(HasSubstr("at byte 100"), HasSubstr("another record begins")));
    EXPECT_THAT(message(4), HasSubstr("expected the bytes 0a 23 d7 ce, found 21 00 00 00"));
    EXPECT_THAT(message(144), AllOf(HasSubstr("536,870,896 bytes"), HasSubstr("the file ends after 0")));
    EXPECT_THAT(message(148), HasSubstr("only 4 bytes are left"));
    EXPECT_THAT(message(9'000'000'000), HasSubstr("beyond the end"));
    EXPECT_THAT(errorOf([&] { RecordFile(folder.write("empty.rec", "")); }), HasSubstr("the file is empty"));
    EXPECT_THAT(errorOf([&] { RecordFile(folder.path() / "none.rec"); }), HasSubstr("no such file"));
    EXPECT_THAT(errorOf([&] { RecordFile(folder.path()); }), HasSubstr("is a folder"));
}

TEST(RecordFile, RefusesHeadersThatDoNotFitTheirRecord) {
    const TempFolder folder;
    Bytes manyLabels = imageContent(0.0F, 1, toBytes("12345678"));
    manyLabels[3] = std::byte{0x40};
    Bytes bytes = part(0, manyLabels);
    append(bytes, part(0, toBytes("short")));
    const RecordFile file(folder.write("a.rec", bytes));
    RecordProblem problem;
    EXPECT_FALSE(file.frameAt(0, problem));
    EXPECT_EQ(problem.kind, RecordProblem::Kind::NoImage);
    EXPECT_THAT(problem.reason, HasSubstr("promises 1,073,741,824 labels"));
    EXPECT_FALSE(file.frameAt(40, problem));
    EXPECT_THAT(problem.reason, HasSubstr("5 bytes, too few"));
}

TEST(RecordScan, GoesOnBehindGarbage) {
    Bytes bytes = image(1);
    append(bytes, toBytes("no multiple of 4 bytes"));
    const std::size_t second = bytes.size();
    append(bytes, image(2));
    append(bytes, image(3));
    append(bytes, Bytes(40));
    const Scanned found = scan(bytes);
    EXPECT_THAT(found.ids, ElementsAre(1, 2, 3));
    EXPECT_THAT(found.lostAt, ElementsAre(44, bytes.size() - 40));
    EXPECT_THAT(found.reasons[0], HasSubstr(std::to_string(second - 44) + " bytes up to the next record"));
    EXPECT_THAT(found.reasons[1], HasSubstr("the last 40 bytes of the file"));
}

TEST(RecordScan, LeavesOutATornLastRecord) {
    Bytes bytes = image(1);
    append(bytes, image(2));
    bytes.resize(bytes.size() - 5);
    const Scanned found = scan(bytes);
    EXPECT_THAT(found.ids, ElementsAre(1));
    EXPECT_THAT(found.lostAt, ElementsAre(44));
    EXPECT_THAT(found.reasons[0], AllOf(HasSubstr("the record is cut: it says it has 33 bytes"),
                                        HasSubstr("ends after 31"), HasSubstr("the last 39 bytes")));
    // Only padding is missing: the record itself is whole.
    bytes = image(1);
    bytes.resize(bytes.size() - 3);
    EXPECT_THAT(scan(bytes).ids, ElementsAre(1));
}

TEST(RecordScan, DoesNotTrustALengthThatReachesOverTheNextRecord) {
    for (const int length : {20, 100}) {
        Bytes bytes = image(1);
        append(bytes, image(2));
        append(bytes, image(3));
        append(bytes, image(4));
        append(bytes, image(5));
        bytes[44 + 4] = static_cast<std::byte>(length);
        const Scanned found = scan(bytes);
        EXPECT_THAT(found.ids, ElementsAre(1, 3, 4, 5)) << length;
        EXPECT_THAT(found.lostAt, testing::Contains(44U)) << length;
    }
}

TEST(RecordScan, FindsTheRecordsBehindACutOne) {
    Bytes bytes = image(1);
    append(bytes, part(1, imageContent(0.0F, 2, {})));
    append(bytes, image(3));
    append(bytes, test::fromHex("0a23d7ceffffff1f"));
    append(bytes, image(4));
    append(bytes, part(0, toBytes("short")));
    append(bytes, image(5));
    const Scanned found = scan(bytes);
    EXPECT_THAT(found.ids, ElementsAre(1, 3, 4, 5));
    ASSERT_EQ(found.reasons.size(), 3U);
    EXPECT_THAT(found.reasons[0], HasSubstr("another record begins there before the last part"));
    EXPECT_THAT(found.reasons[1], HasSubstr("it says it has 536,870,911 bytes"));
    EXPECT_THAT(found.reasons[2], HasSubstr("too few"));
}

TEST(RecordScan, IsNotHeldUpByBeginningsThatShareAnEndlessChain) {
    // Each of the 2,000 beginnings would follow all 20,000 parts.
    Bytes bytes;
    for (int i = 0; i < 2000; ++i) {
        append(bytes, part(1, {}));
    }
    for (int i = 0; i < 20000; ++i) {
        append(bytes, part(2, {}));
    }
    append(bytes, part(3, toBytes("junk")));
    append(bytes, image(7));
    EXPECT_THAT(scan(bytes).ids, ElementsAre(7));
    Bytes content;
    for (std::uint32_t i = 0; i < kMaxRecordParts; ++i) {
        append(content, test::fromHex("0a23d7ce"));
    }
    Bytes written;
    EXPECT_THROW(appendRecord(written, content), Error);
}

TEST(RecordScan, FindsAMagicNumberAcrossTwoBlocks) {
    for (std::size_t garbage = 4090; garbage <= 4100; ++garbage) {
        Bytes bytes = image(1);
        append(bytes, Bytes(garbage, std::byte{0x0a}));
        append(bytes, image(2));
        EXPECT_THAT(scan(bytes).ids, ElementsAre(1, 2)) << garbage;
    }
}

/// A sparse file: nine records of 512 MiB, of which only the beginnings take room, and two images behind
/// them.
class BeyondFourGib : public testing::Test {
  protected:
    static constexpr std::uint64_t kContent = (std::uint64_t{1} << 29) - 4;
    static constexpr int kLarge = 9;

    void SetUp() override {
        file_ = folder_.path() / "large.rec";
        const int descriptor = ::open(file_.c_str(), O_WRONLY | O_CREAT, 0600);
        ASSERT_GE(descriptor, 0);
        std::uint64_t offset = 0;
        const auto write = [&](std::uint64_t key, const Bytes& bytes, std::uint64_t end) {
            idx_ += std::to_string(key) + "\t" + std::to_string(offset) + "\n";
            const ssize_t done = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            offset = end;
            return done == static_cast<ssize_t>(bytes.size());
        };
        bool isWritten = true;
        for (int i = 0; i < kLarge; ++i) {
            Bytes head = test::fromHex("0a23d7ce");
            append(head, test::littleEndian(kContent, 4));
            append(head, imageContent(0.0F, static_cast<std::uint64_t>(i), {}));
            isWritten = isWritten && write(static_cast<std::uint64_t>(i), head, offset + 8 + kContent);
        }
        for (std::uint64_t key = kLarge; key < kLarge + 2; ++key) {
            const Bytes record = part(0, imageContent(1.0F, key, test::smallImage(static_cast<int>(key))));
            isWritten = isWritten && write(key, record, offset + record.size());
        }
        ::close(descriptor);
        if (!isWritten) {
            GTEST_SKIP() << "the temporary folder cannot hold a sparse file of 4.5 GiB";
        }
        ASSERT_GT(offset, std::uint64_t{1} << 32);
        EXPECT_EQ(std::filesystem::file_size(file_), offset);
    }

    void expectImages() const {
        const FaceSetPtr set = openRecordSet(file_);
        ASSERT_EQ(set->size(), static_cast<std::size_t>(kLarge) + 2);
        EXPECT_TRUE(set->skipped().empty());
        for (std::size_t i = kLarge; i < set->size(); ++i) {
            EXPECT_EQ(set->info(i).name, "large.rec#" + std::to_string(i));
            EXPECT_EQ(set->info(i).label, 1);
            EXPECT_EQ(set->encoded(i), test::smallImage(static_cast<int>(i)));
        }
    }

    TempFolder folder_;
    std::filesystem::path file_;
    std::string idx_;
};

TEST_F(BeyondFourGib, ImagesAreFoundThroughTheIndex) {
    folder_.write("large.idx", idx_);
    expectImages();
}

TEST_F(BeyondFourGib, ImagesAreFoundWithoutIt) {
    expectImages();
}

}  // namespace
}  // namespace pf
