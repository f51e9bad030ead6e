#include "core/session/model/uncertainty_cache.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/session/evaluate/contact_sheet.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

const PictureKey kFirst = {1, 1};
const PictureKey kSecond = {1, 2};

TEST(UncertaintyCache, KnowsAPictureOnlyUnderItsModel) {
    UncertaintyCache cache;
    cache.keep("a", kFirst, {0.5, 20});
    const auto known = cache.find("a", {kFirst, kSecond});
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0].sigmaSq, 0.5);
    EXPECT_EQ(known[0].norm, 20);
    EXPECT_FALSE(known[1].isKnown());
    EXPECT_FALSE(cache.find("b", {kFirst})[0].isKnown());
    EXPECT_FALSE(cache.info("a").has_value());
    ModelInfo info;
    info.step = 7;
    cache.keepInfo("a", info);
    EXPECT_EQ(cache.info("a")->step, 7);
}

TEST(UncertaintyCache, ForgetsTheModelThatWasNotAskedForTheLongest) {
    UncertaintyCache cache(2);
    cache.keep("a", kFirst, {0.1, 1});
    cache.keep("b", kFirst, {0.2, 1});
    cache.find("a", {kFirst});
    cache.keep("c", kFirst, {0.3, 1});
    EXPECT_TRUE(cache.find("a", {kFirst})[0].isKnown());
    EXPECT_FALSE(cache.find("b", {kFirst})[0].isKnown());
    EXPECT_TRUE(cache.find("c", {kFirst})[0].isKnown());
}

TEST(PictureKeys, TellMadePicturesOfOtherSettingsApart) {
    const auto one = pictureKeys(openImages({"synthetic:identities=2,images=2,seed=1"}));
    const auto same = pictureKeys(openImages({"synthetic:identities=2,images=2,seed=1"}));
    const auto other = pictureKeys(openImages({"synthetic:identities=2,images=2,seed=2"}));
    EXPECT_EQ(one, same);
    ASSERT_EQ(one.size(), 4U);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_NE(one[i], other[i]);
    }
}

TEST(PictureKeys, ChangeWithTheFileUnderTheSameName) {
    const test::TemporaryFolder folder;
    const auto drawn = openImages({"synthetic:identities=1,images=2"});
    FaceMeasurements measured;
    measured.faces = {{0.1, 1}, {0.2, 1}};
    writeContactSheet(folder / "a.png", drawn, measured, 1);
    writeContactSheet(folder / "b.png", drawn, measured, 1);
    const auto before = pictureKeys(openImages({folder.path().string()}));
    ASSERT_EQ(before.size(), 2U);
    EXPECT_NE(before[0], before[1]);
    EXPECT_EQ(pictureKeys(openImages({folder.path().string()})), before);
    writeContactSheet(folder / "b.png", drawn, measured, 2);
    const auto after = pictureKeys(openImages({folder.path().string()}));
    EXPECT_EQ(after[0], before[0]);
    EXPECT_NE(after[1], before[1]);
}

}  // namespace
}  // namespace pf
