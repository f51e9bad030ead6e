#include "core/data/content_digests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/derived_sets.h"
#include "core/data/sets/face_sources.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::encodedImage;
using testing::Each;
using testing::ElementsAre;
using testing::Ne;

ContentDigests digestsOf(const FaceSetPtr& faces, const ContentDigests& known = {}) {
    return contentDigests(*faces, known, {.threads = 2}, {}).value();
}

class Contents : public testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 6; ++i) {
            folder_.write("p" + std::to_string(i / 2) + "/" + std::to_string(i) + ".png",
                          encodedImage(".png", 24, 16, 10 * i));
        }
    }
    FaceSetPtr open() const { return openFaceSet(folder_.path().string()); }

    test::TempFolder folder_;
};

TEST_F(Contents, FollowTheBytesAndNotTheNames) {
    const ContentDigests before = digestsOf(open());
    EXPECT_THAT(before.content, Each(Ne(0U)));
    EXPECT_EQ(before.content[3], digestOf(readTextFile(folder_.path() / "p1/3.png")));
    const std::string hash = contentHash(*open(), before);
    fs::rename(folder_.path() / "p0", folder_.path() / "a");
    EXPECT_EQ(digestsOf(open()).content, before.content);
    EXPECT_EQ(contentHash(*open(), digestsOf(open())), hash);
    folder_.write("p1/3.png", encodedImage(".png", 24, 16, 99));
    const ContentDigests after = digestsOf(open());
    EXPECT_NE(after.content[3], before.content[3]);
    EXPECT_NE(contentHash(*open(), after), hash);
    EXPECT_EQ(open()->hash(), open()->hash());
}

TEST_F(Contents, AreTakenFromBeforeWhileSizeAndTimeAreTheSame) {
    ContentDigests known = digestsOf(open());
    known.content[2] = 42;  // seen again only where the file was not read
    EXPECT_EQ(digestsOf(open(), known).content[2], 42U);
    fs::last_write_time(folder_.path() / "p1/2.png",
                        fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_EQ(digestsOf(open(), known).content[2], digestsOf(open()).content[2]);
}

TEST_F(Contents, OfFilesThatAreGoneAreNotKnown) {
    const FaceSetPtr faces = open();
    fs::remove(folder_.path() / "p1/2.png");
    EXPECT_EQ(digestsOf(faces).content[2], 0U);
    EXPECT_NE(digestsOf(faces).content[3], 0U);
}

TEST_F(Contents, UnderTwoPeopleAreFound) {
    folder_.write("p2/copy.png", encodedImage(".png", 24, 16, 0));
    folder_.write("p0/again.png", encodedImage(".png", 24, 16, 10));  // one person's copy is no contradiction
    const FaceSetPtr faces = open();
    const auto shared = sharedBetweenIdentities(*faces, digestsOf(faces));
    ASSERT_EQ(shared.size(), 1U);
    ASSERT_EQ(shared[0].size(), 2U);
    EXPECT_EQ(fs::path(faces->info(shared[0][0]).name).filename(), "0.png");
    EXPECT_EQ(fs::path(faces->info(shared[0][1]).name).filename(), "copy.png");
}

TEST_F(Contents, OfARecordAreThoseOfTheFilesInIt) {
    const test::TempFolder records;
    test::insightfaceSet({2, 1}).write(records, "train");
    const FaceSetPtr faces = openFaceSet((records.path() / "train.rec").string());
    const auto image = test::smallImage(1);
    const std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
    const FaceSetPtr twice = joinFaceSets({faces, openFaceSet(folder_.path().string())}, {"a", "b"});
    EXPECT_EQ(digestsOf(faces).content[0], digestOf(bytes));
    EXPECT_EQ(digestsOf(twice).content[0], digestOf(bytes));
    EXPECT_EQ(digestsOf(twice).content[3], digestsOf(open()).content[0]);
    EXPECT_NE(digestsOf(faces).stamp[0], digestsOf(faces).stamp[1]);
}

TEST(ContentDigests, AFilePutInAnothersPlaceIsNoticedThoughSizeAndTimeAreTheSame) {
    test::TempFolder folder;
    const auto face = folder.write("a.png", "the first face");
    const auto time = std::filesystem::last_write_time(face);
    const std::string before = imageFileStamp(face);
    EXPECT_EQ(imageFileStamp(face), before);
    const auto other = folder.write("b.png", "another face!!");
    std::filesystem::last_write_time(other, time);
    std::filesystem::rename(other, face);
    EXPECT_NE(imageFileStamp(face), before);
}

}  // namespace
}  // namespace pf
