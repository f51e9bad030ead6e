#include "core/data/align/similarity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

#include "core/base/rng.h"
#include "tests/data/test_images.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::errorOf;

/// Umeyama's own construction with an SVD, written independently of the closed form.
Similarity byDecomposition(const std::vector<float>& from, const std::vector<float>& to) {
    const int n = static_cast<int>(from.size() / 2);
    cv::Vec2d fromMean;
    cv::Vec2d toMean;
    for (int i = 0; i < n; ++i) {
        fromMean += cv::Vec2d(from[2 * i], from[2 * i + 1]) / n;
        toMean += cv::Vec2d(to[2 * i], to[2 * i + 1]) / n;
    }
    cv::Matx22d covariance = cv::Matx22d::zeros();
    double variance = 0;
    for (int i = 0; i < n; ++i) {
        const cv::Vec2d p = cv::Vec2d(from[2 * i], from[2 * i + 1]) - fromMean;
        const cv::Vec2d q = cv::Vec2d(to[2 * i], to[2 * i + 1]) - toMean;
        covariance += q * p.t() * (1.0 / n);
        variance += p.dot(p) / n;
    }
    cv::Matx21d d;
    cv::Matx22d u;
    cv::Matx22d vt;
    cv::SVD::compute(covariance, d, u, vt);
    cv::Matx22d s = cv::Matx22d::eye();
    if (cv::determinant(u) * cv::determinant(vt) < 0) {
        s(1, 1) = -1;
    }
    const cv::Matx22d rotation = u * s * vt;
    const double scale = (d(0) * s(0, 0) + d(1) * s(1, 1)) / variance;
    const cv::Vec2d shift = toMean - scale * (rotation * fromMean);
    return {.a = scale * rotation(0, 0), .b = scale * rotation(1, 0), .tx = shift[0], .ty = shift[1]};
}

TEST(Similarity, TurnsByAQuarterDoublesAndMovesAsWorkedOutByHand) {
    const std::vector<float> from = {0, 0, 1, 0, 0, 1};
    const std::vector<float> to = {3, 4, 3, 6, 1, 4};
    const Similarity map = fitSimilarity(from, to);
    EXPECT_NEAR(map.a, 0, 1e-12);
    EXPECT_NEAR(map.b, 2, 1e-12);
    EXPECT_NEAR(map.tx, 3, 1e-12);
    EXPECT_NEAR(map.ty, 4, 1e-12);
    EXPECT_NEAR(map.scale(), 2, 1e-12);
    EXPECT_NEAR(map.apply(1, 1)[0], 1, 1e-12);
    EXPECT_NEAR(map.apply(1, 1)[1], 6, 1e-12);
}

TEST(Similarity, EqualsUmeyamasDecompositionAlsoForMirroredPoints) {
    Rng rng(7);
    const auto random = [&] { return static_cast<float>(rng.below(10000)) / 37.0F; };
    for (int i = 0; i < 500; ++i) {
        std::vector<float> from(2 * (2 + rng.below(6)));
        std::vector<float> to(from.size());
        for (std::size_t k = 0; k < from.size(); ++k) {
            from[k] = random();
            to[k] = random();
        }
        const Similarity map = fitSimilarity(from, to);
        const Similarity other = byDecomposition(from, to);
        const double size = 1e-6 * (1 + map.scale());
        EXPECT_NEAR(map.a, other.a, size);
        EXPECT_NEAR(map.b, other.b, size);
        EXPECT_NEAR(map.tx, other.tx, 300 * size);
        EXPECT_NEAR(map.ty, other.ty, 300 * size);
    }
}

TEST(Similarity, PointsOnOneLineAreEnough) {
    const std::vector<float> from = {0, 0, 5, 5, 10, 10};
    const std::vector<float> to = {1, 1, 11, 1, 21, 1};
    const Similarity map = fitSimilarity(from, to);
    EXPECT_NEAR(map.apply(10, 10)[0], 21, 1e-5);
    EXPECT_NEAR(map.apply(10, 10)[1], 1, 1e-5);
    EXPECT_NEAR(map.scale(), std::sqrt(2.0), 1e-6);
}

TEST(Similarity, RefusesWhatHasNoFitInWords) {
    const std::vector<float> square = {0, 0, 1, 0, 1, 1, 0, 1};
    const std::vector<float> point(8, 3.0F);
    const std::vector<float> mirrored = {1, 0, 0, 0, 0, 1, 1, 1};
    EXPECT_EQ(errorOf([&] { fitSimilarity(point, square); }),
              "numeric: the 4 points coincide: no size and turn can be read from them");
    EXPECT_NE(errorOf([&] { fitSimilarity(square, point); }).find("coincide"), std::string::npos);
    EXPECT_NE(errorOf([&] { fitSimilarity(square, mirrored); }).find("left and right exchanged"),
              std::string::npos);
    EXPECT_NE(errorOf([&] {
                  fitSimilarity(square, std::vector<float>{0, 0, 1, 1});
              }).find("8 and 4"),
              std::string::npos);
    EXPECT_NE(errorOf([] {
                  fitSimilarity(std::vector<float>{1, 2}, std::vector<float>{1, 2});
              }).find("shape: "),
              std::string::npos);
    std::vector<float> broken = square;
    broken[3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(errorOf([&] { fitSimilarity(broken, square); }), "numeric: a point is not finite");
}

TEST(Similarity, ShapeDistanceKnowsFacesFromOthers) {
    const FacePoints& face = alignTemplate(112, 112).points;
    FacePoints turned{};
    FacePoints mirrored = face;
    const Similarity map{.a = -1.5, .b = 2.0, .tx = 30, .ty = -70};
    for (std::size_t i = 0; i < face.size(); i += 2) {
        const auto [x, y] = map.apply(face[i], face[i + 1]);
        turned[i] = static_cast<float>(x);
        turned[i + 1] = static_cast<float>(y);
        mirrored[i] = 112 - face[i];
    }
    EXPECT_NEAR(shapeDistance(turned, face), 0, 1e-3);
    EXPECT_GT(shapeDistance(mirrored, face), 0.95);
    EXPECT_EQ(shapeDistance(FacePoints{}, face), 1);
}

TEST(AlignTemplates, AreThoseOfTheReferences) {
    const FacePoints& square = alignTemplate(112, 112).points;
    const FacePoints& narrow = alignTemplate(112, 96).points;
    const FacePoints& small = alignTemplate(96, 96).points;
    EXPECT_FLOAT_EQ(square[0], 38.2946F);
    EXPECT_FLOAT_EQ(square[9], 92.2041F);
    // SphereFace's coord5point.
    const FacePoints sphere = {30.2946F, 51.6963F, 65.5318F, 51.5014F, 48.0252F,
                               71.7366F, 33.5493F, 92.3655F, 62.7299F, 92.2041F};
    for (std::size_t i = 0; i < sphere.size(); ++i) {
        EXPECT_NEAR(narrow[i], sphere[i], 1e-4);
        // PFE's align(): normalised points times max(width, height), from the middle.
        const double normal = (static_cast<double>(sphere[i]) - (i % 2 == 0 ? 48 : 56)) / 112;
        EXPECT_NEAR(small[i], normal * 96 + 48, 1e-4);
    }
    EXPECT_EQ(errorOf([] { alignTemplate(112, 100); }),
              "config: there is no template for crops of 112x100 (height x width); choose one of 112x112, "
              "112x96, 96x96");
}

TEST(WarpFace, AShiftByWholePixelsCopiesThemAndFillsWithBlack) {
    const cv::Mat photo = test::patternImage(40, 50);
    const cv::Mat crop = warpFace(photo, {.a = 1, .b = 0, .tx = 5, .ty = -3}, 30, 20);
    ASSERT_EQ(crop.size(), cv::Size(20, 30));
    EXPECT_EQ(crop.at<cv::Vec3b>(0, 5), photo.at<cv::Vec3b>(3, 0));
    EXPECT_EQ(crop.at<cv::Vec3b>(29, 19), photo.at<cv::Vec3b>(32, 14));
    EXPECT_EQ(crop.at<cv::Vec3b>(10, 4), cv::Vec3b(0, 0, 0));
}

TEST(WarpFace, PhotosWiderThanOpenCvCountsAreCroppedFirst) {
    cv::Mat wide = cv::Mat::zeros(60, 40000, CV_8UC3);
    const cv::Mat pattern = test::patternImage(60, 100);
    pattern.copyTo(wide(cv::Rect(36000, 0, 100, 60)));
    const Similarity map{.a = 0.5, .b = 0.1, .tx = 3.25, .ty = -2.5};
    const cv::Mat expected = warpFace(pattern, map, 20, 20);
    Similarity far = map;
    far.tx -= 36000 * map.a;
    far.ty -= 36000 * map.b;
    EXPECT_LE(cv::norm(warpFace(wide, far, 20, 20), expected, cv::NORM_INF), 8);
    // Far from everything, all is black.
    EXPECT_EQ(cv::norm(warpFace(wide, {.a = 1, .b = 0, .tx = 9999, .ty = 0}, 20, 20)), 0);
}

TEST(WarpFace, RefusesOtherPictures) {
    EXPECT_NE(errorOf([] { warpFace(cv::Mat(), {}, 112, 112); }).find("shape: "), std::string::npos);
    EXPECT_NE(errorOf([] { warpFace(cv::Mat(9, 9, CV_8UC1), {}, 112, 112); }).find("8-bit RGB"),
              std::string::npos);
}

}  // namespace
}  // namespace pf
