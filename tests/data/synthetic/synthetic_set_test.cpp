#include "core/data/synthetic/synthetic_set.h"

#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "tests/data/synthetic/picture_measures.h"

namespace pf {
namespace {

using test::pixelHash;

SyntheticFaceOptions smallOptions() {
    SyntheticFaceOptions options;
    options.imageSize = 32;
    options.identityCount = 8;
    options.imagesPerIdentity = 5;
    options.firstIdentity = 120;
    return options;
}

TEST(SyntheticFaceSet, ListsEveryPictureOfEveryone) {
    const SyntheticFaceSet set(smallOptions());
    ASSERT_EQ(set.size(), 40U);
    ASSERT_EQ(set.identities().size(), 8U);
    EXPECT_EQ(set.identities()[3], "000123");
    EXPECT_EQ(set.info(19).name, "synthetic/000123/004");
    EXPECT_EQ(set.info(19).label, 3);
    EXPECT_TRUE(set.pairIsSame().empty());
    EXPECT_TRUE(set.skipped().empty());
}

TEST(SyntheticFaceSet, DecodesThePictureItNames) {
    const SyntheticFaceOptions options = smallOptions();
    const SyntheticFaceSet set(options);
    EXPECT_EQ(pixelHash(set.decode(19)), pixelHash(renderSyntheticFace(options, 3, 4)));
    ASSERT_TRUE(set.degradation(19).has_value());
    EXPECT_DOUBLE_EQ(*set.degradation(19), drawSyntheticDegradation(options, 3, 4).level);
}

TEST(SyntheticFaceSet, RefusesIndicesBeyondTheEnd) {
    const SyntheticFaceSet set(smallOptions());
    EXPECT_NO_THROW(set.check(39));
    EXPECT_THROW(set.check(40), Error);
    EXPECT_THROW(set.decode(40), Error);
    EXPECT_THROW(set.info(40), Error);
    EXPECT_THROW(set.degradation(40), Error);
}

TEST(SyntheticFaceSet, HashTellsOptionsApart) {
    SyntheticFaceOptions options = smallOptions();
    std::set<std::string> hashes = {SyntheticFaceSet(options).hash()};
    EXPECT_EQ(SyntheticFaceSet(options).hash(), *hashes.begin());
    options.seed = 2;
    hashes.insert(SyntheticFaceSet(options).hash());
    options.maxDegradation = 0.5;
    hashes.insert(SyntheticFaceSet(options).hash());
    options.firstImage = 1;
    hashes.insert(SyntheticFaceSet(options).hash());
    EXPECT_EQ(hashes.size(), 4U);
}

TEST(SyntheticFaceSet, RefusesItemsThatDoNotExistOrFit) {
    const SyntheticFaceOptions options = smallOptions();
    EXPECT_THROW(SyntheticFaceSet(options, {{8, 0}}), Error);
    EXPECT_THROW(SyntheticFaceSet(options, {{0, 5}}), Error);
    EXPECT_THROW(SyntheticFaceSet(options, {{0, 0}, {0, 1}, {1, 1}}, {true}), Error);
}

TEST(SyntheticPairSet, IsBalancedInEveryEvenFoldAndTruthful) {
    const FaceSetPtr set = makeSyntheticPairSet(smallOptions(), 120, 7);
    ASSERT_EQ(set->size(), 240U);
    const std::vector<bool>& same = set->pairIsSame();
    ASSERT_EQ(same.size(), 120U);
    int genuineFirst = 0;
    for (std::size_t k = 0; k < same.size(); ++k) {
        EXPECT_EQ(same[k], set->info(2 * k).label == set->info(2 * k + 1).label);
        EXPECT_NE(set->info(2 * k).name, set->info(2 * k + 1).name);
        if (k % 2 == 0) {
            EXPECT_NE(same[k], same[k + 1]);
            genuineFirst += same[k] ? 1 : 0;
        }
    }
    // The order within two neighbours is drawn: 60 draws leave [10, 50] with probability below 1e-6.
    EXPECT_GT(genuineFirst, 10);
    EXPECT_LT(genuineFirst, 50);
}

TEST(SyntheticPairSet, NeverRepeatsAPairEvenWhenItUsesAll) {
    SyntheticFaceOptions options = smallOptions();
    // 8 people x 10 genuine pairs each is all there are.
    const FaceSetPtr set = makeSyntheticPairSet(options, 160, 3);
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t k = 0; k < 160; ++k) {
        std::string a = set->info(2 * k).name;
        std::string b = set->info(2 * k + 1).name;
        seen.insert(a < b ? std::make_pair(a, b) : std::make_pair(b, a));
    }
    EXPECT_EQ(seen.size(), 160U);
}

TEST(SyntheticPairSet, DependsOnTheSeedOnly) {
    const SyntheticFaceOptions options = smallOptions();
    EXPECT_EQ(makeSyntheticPairSet(options, 30, 5)->hash(), makeSyntheticPairSet(options, 30, 5)->hash());
    EXPECT_NE(makeSyntheticPairSet(options, 30, 5)->hash(), makeSyntheticPairSet(options, 30, 6)->hash());
}

TEST(SyntheticPairSet, OddCountsHaveOneGenuineMore) {
    const FaceSetPtr set = makeSyntheticPairSet(smallOptions(), 7, 1);
    int genuine = 0;
    for (const bool same : set->pairIsSame()) {
        genuine += same ? 1 : 0;
    }
    EXPECT_EQ(set->pairIsSame().size(), 7U);
    EXPECT_EQ(genuine, 4);
}

TEST(SyntheticPairSet, RefusesMoreThanThereAre) {
    SyntheticFaceOptions options = smallOptions();
    EXPECT_THROW(makeSyntheticPairSet(options, 162, 1), Error);
    EXPECT_THROW(makeSyntheticPairSet(options, 0, 1), Error);
    options.imagesPerIdentity = 1;
    EXPECT_THROW(makeSyntheticPairSet(options, 2, 1), Error);
    options = smallOptions();
    options.identityCount = 1;
    EXPECT_THROW(makeSyntheticPairSet(options, 2, 1), Error);
}

}  // namespace
}  // namespace pf
