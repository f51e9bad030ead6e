#include "core/data/sets/pair_bin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <opencv2/core.hpp>

#include "core/data/derived_sets.h"
#include "core/data/sets/face_sources.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

using test::Bytes;
using testing::AllOf;
using testing::HasSubstr;

void append(Bytes& out, const Bytes& more) {
    out.insert(out.end(), more.begin(), more.end());
}

/// A protocol 3 pickle of (images, flags).
Bytes makeBin(const std::vector<Bytes>& images, const std::string& flags) {
    Bytes out = test::fromHex("80035d28");
    for (const Bytes& image : images) {
        out.push_back(std::byte{'B'});
        for (int shift = 0; shift < 32; shift += 8) {
            out.push_back(static_cast<std::byte>(image.size() >> shift & 0xFFU));
        }
        append(out, image);
    }
    append(out, test::toBytes("e](" + flags + "e\x86."));
    return out;
}

TEST(PairBin, ReadsImagesAndFlags) {
    const test::TempFolder folder;
    std::vector<Bytes> images;
    for (int i = 0; i < 4; ++i) {
        images.push_back(test::encodedImage(".png", 10, 8, 50 * i));
    }
    const FaceSetPtr set = openPairBin(folder.write("lfw.bin", makeBin(images, "\x88\x89")));
    ASSERT_EQ(set->size(), 4U);
    EXPECT_THAT(set->pairIsSame(), testing::ElementsAre(true, false));
    EXPECT_EQ(set->info(3).name, "lfw.bin#3");
    EXPECT_EQ(set->info(3).label, -1);
    EXPECT_EQ(set->decode(3).at<cv::Vec3b>(0, 0)[2], 170);
    EXPECT_TRUE(set->identities().empty());
    EXPECT_NO_THROW(set->check(0));
}

TEST(PairBin, APictureInTwoPairsIsShownOnce) {
    const test::TempFolder folder;
    const Bytes often = test::encodedImage(".png", 10, 8, 0);
    const std::vector<Bytes> images = {often, test::encodedImage(".png", 10, 8, 60), often,
                                       test::encodedImage(".png", 10, 8, 90)};
    const FaceSetPtr set = openPairBin(folder.write("lfw.bin", makeBin(images, "\x88\x89")));
    const FaceSetPtr distinct = distinctImages(set);
    ASSERT_EQ(distinct->size(), 3U);
    EXPECT_TRUE(distinct->pairIsSame().empty());
    EXPECT_EQ(distinct->info(2).name, "lfw.bin#3");
    EXPECT_EQ(distinct->decode(2).at<cv::Vec3b>(0, 0)[2], set->decode(3).at<cv::Vec3b>(0, 0)[2]);
}

TEST(PairBin, NamesABadImageByNumber) {
    const test::TempFolder folder;
    const FaceSetPtr set = openPairBin(
        folder.write("a.bin", makeBin({test::encodedImage(".jpg"), test::toBytes("no")}, "\x88")));
    EXPECT_THAT(test::errorOf([&] { set->decode(1); }), HasSubstr("a.bin#1"));
    EXPECT_THAT(test::errorOf([&] { set->check(1); }), HasSubstr("a.bin#1"));
}

TEST(PairBin, RefusesCountsThatDoNotFit) {
    const test::TempFolder folder;
    const auto file = folder.write("a.bin", makeBin({Bytes{}, Bytes{}, Bytes{}}, "\x88"));
    EXPECT_THAT(test::errorOf([&] { openPairBin(file); }),
                AllOf(HasSubstr("a.bin"), HasSubstr("3 images for 1 pairs")));
    EXPECT_THAT(test::errorOf([&] { openPairBin(folder.write("none.bin", makeBin({}, ""))); }),
                HasSubstr("0 images"));
}

TEST(PairBin, RefusesOtherPickles) {
    const test::TempFolder folder;
    const auto open = [&](std::string_view text) {
        return test::errorOf([&] { openPairBin(folder.write("x.bin", text)); });
    };
    EXPECT_THAT(open("]."), AllOf(HasSubstr("x.bin"), HasSubstr("insightface")));
    EXPECT_THAT(open("cos\nsystem\n(S'ls'\ntR."), HasSubstr("os.system"));
    EXPECT_THAT(open("](K\x01](lte."), HasSubstr("x.bin"));
    EXPECT_THAT(open(""), HasSubstr("cut short"));
    EXPECT_THAT(test::errorOf([&] { openPairBin(folder.path() / "none.bin"); }), HasSubstr("no such file"));
}

class SharedBin : public testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(SharedBin, HasAsManyPairsAsStated) {
    const std::filesystem::path file =
        std::filesystem::path(PF_SOURCE_DIR) / ".." / "shared" / "data" / GetParam().first;
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is not there";
    }
    const FaceSetPtr set = openPairBin(file);
    const std::size_t pairs = GetParam().second;
    EXPECT_EQ(set->size(), 2 * pairs);
    EXPECT_EQ(set->pairIsSame().size(), pairs);
    const auto same = std::count(set->pairIsSame().begin(), set->pairIsSame().end(), true);
    EXPECT_EQ(static_cast<std::size_t>(same), pairs / 2);
    EXPECT_EQ(set->decode(set->size() - 1).size(), cv::Size(112, 112));
    for (std::size_t i = 0; i < set->size(); ++i) {
        ASSERT_NO_THROW(set->check(i));
    }
}

INSTANTIATE_TEST_SUITE_P(Lfw, SharedBin,
                         testing::Values(std::pair("lfw.bin", std::size_t{6000}),
                                         std::pair("lfw_400_protocol2.bin", std::size_t{400})));

}  // namespace
}  // namespace pf
