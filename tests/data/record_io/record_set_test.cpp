#include "core/data/record_io/record_set.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <thread>

#include "core/data/input/batch_loader.h"
#include "core/data/sets/face_sources.h"
#include "core/data/sets/verify_images.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::append;
using test::Bytes;
using namespace matchers;
using test::imageContent;
using test::insightfaceSet;
using test::part;
using test::RecordBytes;
using test::smallImage;
using test::TempFolder;

std::vector<int> labels(const FaceSet& set) {
    std::vector<int> values;
    for (std::size_t i = 0; i < set.size(); ++i) {
        values.push_back(set.info(i).label);
    }
    return values;
}

std::vector<std::string> names(const FaceSet& set) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < set.size(); ++i) {
        values.push_back(set.info(i).name);
    }
    return values;
}

TEST(RecordSet, GivesImagesNamesAndIdentities) {
    const TempFolder folder;
    const FaceSetPtr set = openRecordSet(insightfaceSet({2, 1}).write(folder));
    EXPECT_THAT(names(*set), ElementsAre("set.rec#1", "set.rec#2", "set.rec#3"));
    EXPECT_THAT(labels(*set), ElementsAre(0, 0, 1));
    EXPECT_THAT(set->identities(), ElementsAre("0", "1"));
    EXPECT_THAT(set->skipped(), IsEmpty());
    EXPECT_THAT(set->droppedIdentities(), IsEmpty());
    EXPECT_THAT(set->notes(), IsEmpty());
    EXPECT_THAT(set->pairIsSame(), IsEmpty());
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(set->encoded(i), smallImage(static_cast<int>(i) + 1));
        EXPECT_EQ(set->decode(i).rows, 6 + (static_cast<int>(i) + 1) % 3);
        EXPECT_NO_THROW(set->check(i));
    }
    EXPECT_THROW(set->info(3), std::out_of_range);
}

TEST(RecordSet, TellsRecordsApartWithoutReadingThem) {
    const TempFolder one;
    const TempFolder two;
    const FaceSetPtr first = openRecordSet(insightfaceSet({2, 1}).write(one));
    const FaceSetPtr second = openRecordSet(insightfaceSet({2, 1}).write(two));
    EXPECT_NE(first->contentKey(0), first->contentKey(1));
    EXPECT_NE(first->contentKey(0), second->contentKey(0));
    EXPECT_EQ(first->hash(), second->hash());
    EXPECT_NE(first->hash(), openRecordSet(insightfaceSet({1, 2}).write(two))->hash());
}

TEST(RecordSet, NumbersTheLabelsThatOccur) {
    const TempFolder folder;
    RecordBytes bytes;
    for (const int label : {12, 3, 12}) {
        const auto key = static_cast<std::uint64_t>(bytes.offsets.size());
        bytes.add(key, part(0, imageContent(static_cast<float>(label), key, smallImage(label))));
    }
    const FaceSetPtr set = openRecordSet(bytes.write(folder, "plain"));
    EXPECT_THAT(set->identities(), ElementsAre("3", "12"));
    EXPECT_THAT(labels(*set), ElementsAre(1, 0, 1));
    EXPECT_THAT(names(*set), ElementsAre("plain.rec#0", "plain.rec#1", "plain.rec#2"));
    EXPECT_EQ(set->encoded(1), smallImage(3));
}

TEST(RecordSet, NamesIdentitiesWithoutAnImage) {
    const TempFolder folder;
    const FaceSetPtr set = openRecordSet(insightfaceSet({1, 0, 2}).write(folder));
    EXPECT_THAT(set->identities(), ElementsAre("0", "2"));
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("1"));
    EXPECT_THAT(labels(*set), ElementsAre(0, 1, 1));
    EXPECT_NO_THROW(set->check(2));
    EXPECT_THAT(set->notes(), IsEmpty());
}

TEST(RecordSet, TakesUnknownIdentities) {
    const TempFolder folder;
    RecordBytes bytes;
    bytes.add(0, part(0, imageContent(-1.0F, 0, smallImage(1))));
    const FaceSetPtr set = openRecordSet(bytes.write(folder));
    EXPECT_THAT(set->identities(), IsEmpty());
    EXPECT_THAT(labels(*set), ElementsAre(-1));
    EXPECT_NO_THROW(set->check(0));
}

TEST(RecordSet, UsesNamesAndFoldersOfTheList) {
    const TempFolder folder;
    const fs::path record = insightfaceSet({2, 1}).write(folder);
    folder.write("set.lst", "1\t0\tms1m/ann/1.png\n2\t0.000000\tms1m/ann/2.png\n3\t1\tms1m/bob/1.png\n");
    const FaceSetPtr set = openRecordSet(record);
    EXPECT_THAT(set->notes(), IsEmpty());
    EXPECT_THAT(names(*set), ElementsAre("ms1m/ann/1.png", "ms1m/ann/2.png", "ms1m/bob/1.png"));
    EXPECT_THAT(set->identities(), ElementsAre("ann", "bob"));
    // insightface's own: no keys, labels last; folders of the same name are told apart by the whole path.
    const std::string longName(3000, 'x');
    folder.write("set.lst", "1\ta/ann/" + longName + "\t0\r\n1\ta/ann/2\t0\n1\tb/ann/1\t1");
    const FaceSetPtr other = openRecordSet(record);
    EXPECT_THAT(other->notes(), IsEmpty());
    EXPECT_THAT(names(*other), ElementsAre("a/ann/" + longName, "a/ann/2", "b/ann/1"));
    EXPECT_THAT(other->identities(), ElementsAre("a/ann", "b/ann"));
    // Folders that do not follow the labels name nobody.
    folder.write("set.lst", "1\ta/1\t0\n1\tb/2\t0\n1\tb/3\t1\n");
    EXPECT_THAT(openRecordSet(record)->identities(), ElementsAre("0", "1"));
    EXPECT_THAT(names(*openRecordSet(record)), ElementsAre("a/1", "b/2", "b/3"));
}

TEST(RecordSet, SaysWhyAListIsNotUsed) {
    const TempFolder folder;
    const fs::path record = insightfaceSet({2, 1}).write(folder);
    const auto expectUnused = [&](const std::string& list, const std::string& why) {
        folder.write("set.lst", list);
        const FaceSetPtr set = openRecordSet(record);
        EXPECT_THAT(set->notes(), ElementsAre(AllOf(HasSubstr(why), HasSubstr("named by their keys"))));
        EXPECT_THAT(names(*set), ElementsAre("set.rec#1", "set.rec#2", "set.rec#3"));
        EXPECT_THAT(set->identities(), ElementsAre("0", "1"));
    };
    expectUnused("1\t0\ta\n2\t0\tb\n", "names 2 of the 3 images");
    expectUnused("1\t0\ta\n2\t1\tb\n3\t1\tc\n", "set.lst:2: it has label 1, but the record of key 2 has 0");
    expectUnused("a b c\n", "set.lst:1: expected");
    expectUnused("", "names 0 of the 3");
}

TEST(RecordSet, ComparesTheProperty) {
    const TempFolder folder;
    const fs::path record = insightfaceSet({1, 1}).write(folder);
    folder.write("property", "2,7,5");
    EXPECT_THAT(openRecordSet(record)->notes(), IsEmpty());
    folder.write("property", "3,112,112\n");
    EXPECT_THAT(openRecordSet(record)->notes(),
                ElementsAre(HasSubstr("property says 3 identities, but set.rec has 2"),
                            HasSubstr("images are 112 x 112, but the first one in set.rec is 5 x 7")));
    folder.write("set.property", "2 identities");
    EXPECT_THAT(openRecordSet(record)->notes(), ElementsAre(HasSubstr("set.property is not `identities")));
}

TEST(RecordSet, ExplainsWhatIsNoRecordFile) {
    const TempFolder folder;
    const auto message = [&](const Bytes& bytes) {
        return errorOf([&] { openRecordSet(folder.write("a.rec", bytes)); });
    };
    EXPECT_THAT(message({}), AllOf(HasSubstr("data: "), HasSubstr("a.rec: the file is empty")));
    EXPECT_THAT(message(test::toBytes("PK\x03\x04 an archive")),
                AllOf(HasSubstr("no image was found"), HasSubstr("byte 0"),
                      HasSubstr("expected the bytes 0a 23 d7 ce, found 50 4b 03 04")));
    EXPECT_THAT(message(test::fromHex("0a23d7ceffffff1f0000000000")),
                HasSubstr("it says it has 536,870,911 bytes"));
    EXPECT_THAT(message(insightfaceSet({}).rec), HasSubstr("no image was found"));
}

TEST(RecordSet, FindsALieWhereTheIndexWasNotLookedAt) {
    const TempFolder folder;
    RecordBytes bytes = insightfaceSet({100, 100});
    // The file changed behind the index: an image of another length and one with another label.
    const FaceSetPtr before = openRecordSet(bytes.write(folder));
    bytes.rec[bytes.offsets[51]] = std::byte{0};
    bytes.rec[bytes.offsets[151] + 8 + 7] = std::byte{0x40};
    const FaceSetPtr set = openRecordSet(bytes.write(folder));
    ASSERT_EQ(set->size(), 200U);
    EXPECT_THAT(errorOf([&] { set->decode(50); }),
                AllOf(HasSubstr("set.rec#51: cannot use the image: no record begins there"),
                      HasSubstr("byte " + std::to_string(bytes.offsets[51]))));
    EXPECT_THAT(errorOf([&] { set->check(150); }), HasSubstr("but the identity records say 1"));
    const VerifyResult found = verifyImages(*set);
    EXPECT_THAT(found.indices, ElementsAre(50, 150));
}

TEST(RecordSet, ReadsAFileThatShrinks) {
    const TempFolder folder;
    const fs::path record = insightfaceSet({3, 3}).write(folder);
    const FaceSetPtr set = openRecordSet(record);
    fs::resize_file(record, 300);
    EXPECT_THAT(errorOf([&] { set->decode(5); }), HasSubstr("set.rec#6"));
    EXPECT_NO_THROW(set->decode(0));
}

TEST(RecordSet, DecodesInSeveralThreads) {
    const TempFolder folder;
    const FaceSetPtr set = openRecordSet(insightfaceSet({40, 40}).write(folder));
    std::vector<std::jthread> threads;
    std::vector<int> equal(4);
    for (std::size_t t = 0; t < equal.size(); ++t) {
        threads.emplace_back([&, t] {
            for (std::size_t k = 0; k < 2 * set->size(); ++k) {
                const std::size_t i = (k * (2 * t + 7) + t) % set->size();
                equal[t] += set->encoded(i) == smallImage(static_cast<int>(i) + 1) &&
                                    !set->decode(i).empty() && set->info(i).label == static_cast<int>(i / 40)
                                ? 1
                                : 0;
            }
        });
    }
    threads.clear();
    EXPECT_THAT(equal, testing::Each(160));
}

/// /work/shared's faces60.rec and the folder it was made of.
class RealRecords : public testing::Test {
  protected:
    void SetUp() override {
        const fs::path data = PF_SOURCE_DIR "/../shared/data";
        if (!fs::exists(data / "faces60.rec") || !fs::exists(data / "faces324")) {
            GTEST_SKIP() << "the research images (shared/data/faces60.rec, faces324) are not here";
        }
        std::vector<fs::path> identities(fs::directory_iterator(data / "faces324"), fs::directory_iterator{});
        std::sort(identities.begin(), identities.end());
        for (std::size_t i = 0; i < 60; ++i) {
            fs::create_directory_symlink(fs::canonical(identities[i]),
                                         folder_.path() / identities[i].filename());
        }
        records_ = openFaceSet((data / "faces60.rec").string());
        images_ = openFaceSet(folder_.path().string());
    }
    TempFolder folder_;
    FaceSetPtr records_;
    FaceSetPtr images_;
};

TEST_F(RealRecords, AreImageForImageTheFolder) {
    EXPECT_THAT(records_->notes(), IsEmpty());
    EXPECT_THAT(records_->skipped(), IsEmpty());
    EXPECT_EQ(records_->identities().size(), 60U);
    ASSERT_EQ(records_->size(), images_->size());
    EXPECT_EQ(labels(*records_), labels(*images_));
    for (std::size_t i = 0; i < records_->size(); ++i) {
        ASSERT_EQ(records_->encoded(i), images_->encoded(i)) << i;
        ASSERT_NO_THROW(records_->check(i));
    }
}

TEST_F(RealRecords, GiveTheSameBatchesAsTheFolder) {
    const auto pixels = [](const FaceSetPtr& set) {
        const auto every7th = [](std::int64_t i) { return View{.image = 7 * i}; };
        const auto loader = loadBatches(
            set, PreprocessOptions{},
            viewBatches((static_cast<std::int64_t>(set->size()) + 6) / 7, 16, every7th), {.threads = 2});
        std::vector<float> values;
        while (const auto batch = loader->next()) {
            values.insert(values.end(), batch->pixels->begin(), batch->pixels->end());
            EXPECT_THAT(batch->failures, IsEmpty());
        }
        return values;
    };
    const auto fromRecords = pixels(records_);
    EXPECT_EQ(fromRecords.size(), 120U * PreprocessOptions{}.imageFloats());
    EXPECT_EQ(fromRecords, pixels(images_));
}

}  // namespace
}  // namespace pf
