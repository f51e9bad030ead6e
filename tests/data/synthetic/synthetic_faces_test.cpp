#include "core/data/synthetic/synthetic_faces.h"

#include <limits>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "tests/data/synthetic/picture_measures.h"

namespace pf {
namespace {

using test::pixelHash;
using test::rootMeanSquare;
using ::testing::HasSubstr;

SyntheticFaceOptions smallOptions() {
    SyntheticFaceOptions options;
    options.imageSize = 64;
    options.identityCount = 12;
    options.imagesPerIdentity = 6;
    return options;
}

template <typename Function>
std::string configMessage(const Function& function) {
    try {
        function();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Config);
        return error.what();
    }
    ADD_FAILURE() << "no error";
    return {};
}

TEST(SyntheticFaces, TwoCallsGiveTheSameBytes) {
    const SyntheticFaceOptions options = smallOptions();
    for (int identity = 0; identity < options.identityCount; ++identity) {
        EXPECT_EQ(pixelHash(renderSyntheticFace(options, identity, 1)),
                  pixelHash(renderSyntheticFace(options, identity, 1)));
    }
}

TEST(SyntheticFaces, ThreadsDoNotChangeTheBytes) {
    const SyntheticFaceOptions options = smallOptions();
    constexpr int kPictures = 24;
    const auto hashOf = [&](int i) { return pixelHash(renderSyntheticFace(options, i % 12, i / 12)); };
    const int before = cv::getNumThreads();
    cv::setNumThreads(1);
    std::vector<std::string> expected;
    for (int i = 0; i < kPictures; ++i) {
        expected.push_back(hashOf(i));
    }
    cv::setNumThreads(4);
    std::vector<std::string> threaded(kPictures);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = t; i < kPictures; i += 4) {
                threaded[static_cast<std::size_t>(i)] = hashOf(i);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    cv::setNumThreads(before);
    EXPECT_EQ(threaded, expected);
}

TEST(SyntheticFaces, EveryPictureAndSeedIsDifferent) {
    SyntheticFaceOptions options = smallOptions();
    std::set<std::string> hashes;
    for (int identity = 0; identity < options.identityCount; ++identity) {
        for (int image = 0; image < 2; ++image) {
            hashes.insert(pixelHash(renderSyntheticFace(options, identity, image)));
        }
    }
    options.seed = 2;
    hashes.insert(pixelHash(renderSyntheticFace(options, 0, 0)));
    EXPECT_EQ(hashes.size(), 25U);
}

TEST(SyntheticFaces, PeopleDifferMoreThanPicturesOfOnePerson) {
    constexpr int kPeople = 30;
    constexpr int kSize = 64;
    double same = 0.0;
    double other = 0.0;
    for (std::uint64_t i = 0; i < kPeople; ++i) {
        const SyntheticIdentity person = drawSyntheticIdentity(1, i);
        // The backdrop is taken from one picture, so that only the person and the circumstances differ.
        const SyntheticNuisance first = drawSyntheticNuisance(1, 0, 0);
        SyntheticNuisance second = drawSyntheticNuisance(1, i, 1);
        second.backgroundTop = first.backgroundTop;
        second.backgroundBottom = first.backgroundBottom;
        second.backgroundSeed = first.backgroundSeed;
        second.clothes = first.clothes;
        const cv::Mat a = renderSyntheticFace(person, first, kSize);
        same += rootMeanSquare(a, renderSyntheticFace(person, second, kSize));
        other += rootMeanSquare(a, renderSyntheticFace(drawSyntheticIdentity(1, i + 1), second, kSize));
    }
    EXPECT_LT(1.3 * same, other);
}

TEST(SyntheticFaces, FirstIdentityShiftsThePeople) {
    SyntheticFaceOptions all = smallOptions();
    SyntheticFaceOptions later = all;
    later.firstIdentity = 5;
    later.firstImage = 2;
    later.identityCount = 3;
    later.imagesPerIdentity = 2;
    EXPECT_EQ(pixelHash(renderSyntheticFace(later, 1, 1)), pixelHash(renderSyntheticFace(all, 6, 3)));
    EXPECT_DOUBLE_EQ(drawSyntheticDegradation(later, 1, 1).level, drawSyntheticDegradation(all, 6, 3).level);
}

TEST(SyntheticFaces, EverySizeGivesThreeByteChannels) {
    const SyntheticIdentity person = drawSyntheticIdentity(3, 4);
    for (const int size : {32, 49, 112, 511, 512}) {
        const cv::Mat picture = renderSyntheticFace(person, SyntheticNuisance{}, size);
        EXPECT_EQ(picture.type(), CV_8UC3);
        EXPECT_EQ(picture.size(), cv::Size(size, size));
        cv::Scalar mean;
        cv::Scalar deviation;
        cv::meanStdDev(picture, mean, deviation);
        EXPECT_GT(deviation[0], 15.0) << size;
    }
}

TEST(SyntheticFaces, ChannelsAreInRgbOrder) {
    SyntheticNuisance nuisance;
    nuisance.backgroundTop = nuisance.backgroundBottom = {200.0F, 100.0F, 20.0F};
    const auto corner = renderSyntheticFace(SyntheticIdentity{}, nuisance, 64).at<cv::Vec3b>(0, 0);
    EXPECT_GT(corner[0], corner[1]);
    EXPECT_GT(corner[1], corner[2]);
}

TEST(SyntheticFaces, LevelsFollowTheOptions) {
    SyntheticFaceOptions options = smallOptions();
    options.identityCount = 100;
    options.imagesPerIdentity = 20;
    options.maxDegradation = 0.8;
    options.cleanFraction = 0.4;
    int clean = 0;
    double highest = 0.0;
    for (int identity = 0; identity < 100; ++identity) {
        for (int image = 0; image < 20; ++image) {
            const double level = drawSyntheticDegradation(options, identity, image).level;
            ASSERT_GE(level, 0.0);
            ASSERT_LE(level, 0.8);
            clean += level < 0.1 ? 1 : 0;
            highest = std::max(highest, level);
        }
    }
    EXPECT_NEAR(clean / 2000.0, 0.4, 0.05);
    EXPECT_GT(highest, 0.78);
}

TEST(SyntheticFaces, NoDegradationGivesThePristineRender) {
    SyntheticFaceOptions options = smallOptions();
    options.maxDegradation = 0.0;
    const cv::Mat pristine = renderSyntheticFace(
        drawSyntheticIdentity(options.seed, 2), drawSyntheticNuisance(options.seed, 2, 3), options.imageSize);
    EXPECT_DOUBLE_EQ(drawSyntheticDegradation(options, 2, 3).level, 0.0);
    EXPECT_EQ(pixelHash(renderSyntheticFace(options, 2, 3)), pixelHash(pristine));
}

TEST(SyntheticFaces, OptionsOutOfRangeAreNamed) {
    const auto messageAfter = [](const auto& change) {
        SyntheticFaceOptions options = smallOptions();
        change(options);
        return configMessage([&] { options.check(); });
    };
    EXPECT_THAT(messageAfter([](auto& o) { o.imageSize = 31; }), HasSubstr("32 to 512"));
    EXPECT_THAT(messageAfter([](auto& o) { o.imageSize = 513; }), HasSubstr("513"));
    EXPECT_THAT(messageAfter([](auto& o) { o.identityCount = 0; }), HasSubstr("identityCount"));
    EXPECT_THAT(messageAfter([](auto& o) { o.imagesPerIdentity = -1; }), HasSubstr("imagesPerIdentity"));
    EXPECT_THAT(messageAfter([](auto& o) { o.firstIdentity = -1; }), HasSubstr("firstIdentity"));
    EXPECT_THAT(messageAfter([](auto& o) { o.maxDegradation = 1.01; }), HasSubstr("maxDegradation"));
    EXPECT_THAT(messageAfter([](auto& o) { o.cleanFraction = std::numeric_limits<double>::quiet_NaN(); }),
                HasSubstr("cleanFraction"));
    EXPECT_THAT(messageAfter([](auto& o) { o.nuisance = -0.1; }), HasSubstr("nuisance"));
    EXPECT_THAT(messageAfter([](auto& o) { o.identityCount = o.imagesPerIdentity = 1000000; }),
                HasSubstr("20,000,000"));
}

TEST(SyntheticFaces, IndicesAndParametersOutOfRangeAreNamed) {
    const SyntheticFaceOptions options = smallOptions();
    EXPECT_THAT(configMessage([&] { renderSyntheticFace(options, 12, 0); }), HasSubstr("identity 12"));
    EXPECT_THAT(configMessage([&] { drawSyntheticDegradation(options, 0, 6).level; }), HasSubstr("image 6"));
    SyntheticIdentity person;
    person.noseWidth = std::numeric_limits<float>::infinity();
    EXPECT_THAT(configMessage([&] { renderSyntheticFace(person, SyntheticNuisance{}, 64); }),
                HasSubstr("nose"));
    SyntheticNuisance nuisance;
    nuisance.scale = 0.0F;
    EXPECT_THAT(configMessage([&] { renderSyntheticFace(SyntheticIdentity{}, nuisance, 64); }),
                HasSubstr("scale"));
}

}  // namespace
}  // namespace pf
