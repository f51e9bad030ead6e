#include "core/data/synthetic/face_degradation.h"

#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/data/synthetic/synthetic_faces.h"
#include "tests/data/synthetic/picture_measures.h"

namespace pf {
namespace {

using test::pixelHash;
using test::rootMeanSquare;

constexpr std::array<double, 6> kLevels = {0.0, 0.2, 0.4, 0.6, 0.8, 1.0};

/// By DegradationKind.
constexpr std::array<const char*, 6> kKindNames = {"blur",      "lowresolution", "noise",
                                                   "occlusion", "exposure",      "mixed"};

cv::Mat person(std::uint64_t number) {
    return renderSyntheticFace(drawSyntheticIdentity(1, number), drawSyntheticNuisance(1, number, 0), 64);
}

class EveryKind : public ::testing::TestWithParam<DegradationKind> {};

TEST_P(EveryKind, MovesAwayFromThePristinePictureWithTheLevel) {
    double before = -1.0;
    for (const double level : kLevels) {
        double distance = 0.0;
        for (std::uint64_t i = 0; i < 16; ++i) {
            const cv::Mat pristine = person(i);
            distance += rootMeanSquare(pristine, degradeFace(pristine, {GetParam(), level, i})) / 16.0;
        }
        EXPECT_GT(distance, before + (level > 0.0 ? 0.3 : 0.0)) << "level " << level;
        before = distance;
    }
}

TEST_P(EveryKind, LeavesThePictureAloneAtZero) {
    const cv::Mat pristine = person(3);
    EXPECT_EQ(pixelHash(degradeFace(pristine, {GetParam(), 0.0, 5})), pixelHash(pristine));
}

TEST_P(EveryKind, IsAPureFunctionThatKeepsItsInput) {
    const cv::Mat pristine = person(4);
    const std::string before = pixelHash(pristine);
    const SyntheticDegradation degradation{GetParam(), 0.7, 9};
    EXPECT_EQ(pixelHash(degradeFace(pristine, degradation)), pixelHash(degradeFace(pristine, degradation)));
    EXPECT_EQ(pixelHash(pristine), before);
}

TEST_P(EveryKind, AcceptsOblongPictures) {
    const cv::Mat oblong(8, 40, CV_8UC3, cv::Scalar(120, 90, 60));
    const cv::Mat degraded = degradeFace(oblong, {GetParam(), 1.0, 2});
    EXPECT_EQ(degraded.size(), oblong.size());
    EXPECT_EQ(degraded.type(), CV_8UC3);
}

INSTANTIATE_TEST_SUITE_P(FaceDegradation, EveryKind, ::testing::ValuesIn(kDegradationKinds),
                         [](const auto& info) {
                             return std::string(kKindNames.at(static_cast<std::size_t>(info.param)));
                         });

double sharpness(const cv::Mat& rgb) {
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::Mat edges;
    cv::Laplacian(grey, edges, CV_32F);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(edges, mean, deviation);
    return deviation[0] * deviation[0];
}

TEST(FaceDegradation, BlurAndLowResolutionTakeAwaySharpness) {
    for (const DegradationKind kind : {DegradationKind::Blur, DegradationKind::LowResolution}) {
        double before = 1e9;
        for (const double level : kLevels) {
            double sum = 0.0;
            for (std::uint64_t i = 0; i < 10; ++i) {
                sum += sharpness(degradeFace(person(i), {kind, level, i}));
            }
            EXPECT_LT(sum, before) << kKindNames.at(static_cast<std::size_t>(kind)) << " " << level;
            before = sum;
        }
    }
}

TEST(FaceDegradation, DifferentSeedsGiveDifferentPatterns) {
    const cv::Mat pristine = person(5);
    std::set<std::string> hashes;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        hashes.insert(pixelHash(degradeFace(pristine, {DegradationKind::Noise, 0.5, seed})));
    }
    EXPECT_EQ(hashes.size(), 8U);
}

TEST(FaceDegradation, RefusesBadLevelsAndPictures) {
    const cv::Mat pristine = person(6);
    EXPECT_THROW(degradeFace(pristine, {DegradationKind::Blur, 1.1, 0}), Error);
    EXPECT_THROW(degradeFace(pristine, {DegradationKind::Blur, -0.1, 0}), Error);
    for (const cv::Mat& bad :
         {cv::Mat(), cv::Mat(64, 64, CV_8UC1), cv::Mat(64, 64, CV_32FC3), cv::Mat(7, 64, CV_8UC3)}) {
        try {
            degradeFace(bad, {DegradationKind::Blur, 0.5, 0});
            ADD_FAILURE() << "no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Shape);
        }
    }
}

}  // namespace
}  // namespace pf
