#include "core/data/images/resize.h"
#include "core/base/file_hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <ostream>

#include "tests/data/test_images.h"

namespace pf {
namespace {

struct PillowCase {
    int height;
    int width;
    int outHeight;
    int outWidth;
    ResizeFilter filter;
    const char* sha;  ///< first digits of the SHA-256 of the pixels that Pillow 9.4 gives for patternImage
};

void PrintTo(const PillowCase& c, std::ostream* out) {
    *out << c.width << " x " << c.height << " to " << c.outWidth << " x " << c.outHeight << " "
         << resizeFilterName(c.filter);
}

class LikePillow : public testing::TestWithParam<PillowCase> {};

TEST_P(LikePillow, BitForBit) {
    const PillowCase& c = GetParam();
    const cv::Mat out =
        resizeAntialiased(test::patternImage(c.height, c.width), c.outHeight, c.outWidth, c.filter);
    ASSERT_TRUE(out.isContinuous());
    Sha256 sum;
    sum.add(std::as_bytes(std::span(out.ptr(), out.total() * out.elemSize())));
    EXPECT_EQ(sum.hex().substr(0, 16), c.sha);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, LikePillow,
    testing::Values(PillowCase{29, 37, 11, 13, ResizeFilter::Bilinear, "cbe87c560f9dba60"},
                    PillowCase{29, 37, 11, 13, ResizeFilter::Bicubic, "15d846e8d069c4fd"},
                    PillowCase{29, 37, 11, 13, ResizeFilter::Lanczos, "c1f01a064f27f4b3"},
                    PillowCase{20, 16, 33, 40, ResizeFilter::Bilinear, "2c731353435e2c2b"},
                    PillowCase{20, 16, 33, 40, ResizeFilter::Bicubic, "6ca96253b4a8c055"},
                    PillowCase{20, 16, 33, 40, ResizeFilter::Lanczos, "d33778fc0544deeb"},
                    PillowCase{250, 250, 112, 112, ResizeFilter::Bilinear, "3d5b5610c156f363"},
                    PillowCase{250, 250, 112, 112, ResizeFilter::Bicubic, "fb34ffe1ce9b1acc"},
                    PillowCase{250, 250, 112, 112, ResizeFilter::Lanczos, "40a926d31adda7f6"},
                    PillowCase{112, 112, 96, 96, ResizeFilter::Bilinear, "6708a92accbf3de6"},
                    PillowCase{112, 112, 96, 96, ResizeFilter::Bicubic, "1a721a81d8db0608"},
                    PillowCase{112, 112, 96, 96, ResizeFilter::Lanczos, "08385fc69d316746"},
                    PillowCase{50, 40, 50, 17, ResizeFilter::Bilinear, "9a7d85da6de0eebd"},
                    PillowCase{50, 40, 50, 17, ResizeFilter::Bicubic, "0776628bfdbed1d2"},
                    PillowCase{50, 40, 50, 17, ResizeFilter::Lanczos, "57422a656523d0e5"}));

std::vector<int> row(const cv::Mat& image) {
    return {image.begin<unsigned char>(), image.end<unsigned char>()};
}

TEST(Resize, HalvesWithATriangleOverFourPixels) {
    // Output 0 covers inputs 0..2 with weights 3, 3, 1 (of 7); output 1 inputs 1..3 with 1, 3, 3.
    const cv::Mat in = (cv::Mat_<unsigned char>(1, 4) << 0, 70, 140, 210);
    EXPECT_THAT(row(resizeAntialiased(in, 1, 2)), testing::ElementsAre(50, 160));
}

TEST(Resize, DoublesByInterpolation) {
    // Positions -0.25, 0.25, 0.75, 1.25 of two pixels.
    const cv::Mat in = (cv::Mat_<unsigned char>(1, 2) << 0, 100);
    EXPECT_THAT(row(resizeAntialiased(in, 1, 4)), testing::ElementsAre(0, 25, 75, 100));
}

TEST(Resize, KeepsAConstantImage) {
    const cv::Mat in(31, 17, CV_8UC3, cv::Scalar(3, 128, 255));
    for (const ResizeFilter filter : {ResizeFilter::Bilinear, ResizeFilter::Bicubic, ResizeFilter::Lanczos}) {
        const cv::Mat out = resizeAntialiased(in, 7, 40, filter);
        EXPECT_EQ(cv::norm(out, cv::Mat(7, 40, CV_8UC3, cv::Scalar(3, 128, 255)), cv::NORM_INF), 0);
    }
}

TEST(Resize, SharesPixelsWhenTheSizeIsRight) {
    const cv::Mat in = test::patternImage(8, 9);
    EXPECT_EQ(resizeAntialiased(in, 8, 9).data, in.data);
}

TEST(Resize, RefusesImpossibleSizesAndTypes) {
    EXPECT_THAT(test::errorOf([] { resizeAntialiased(test::patternImage(4, 4), 0, 4); }),
                testing::StartsWith("shape: "));
    EXPECT_THAT(test::errorOf([] { resizeAntialiased(cv::Mat(4, 4, CV_32FC3), 2, 2); }),
                testing::StartsWith("shape: "));
    EXPECT_THAT(test::errorOf([] { resizeAntialiased(cv::Mat(), 2, 2); }), testing::StartsWith("shape: "));
}

}  // namespace
}  // namespace pf
