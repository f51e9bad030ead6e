#include "core/data/input/preprocess.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "tests/data/test_images.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using namespace matchers;
using test::patternImage;

PreprocessOptions sized(int height, int width) {
    PreprocessOptions options;
    options.inputHeight = height;
    options.inputWidth = width;
    return options;
}

std::vector<float> run(const cv::Mat& image, const PreprocessOptions& options, bool flip = false,
                       Rng* augment = nullptr) {
    std::vector<float> out(options.imageFloats());
    preprocessInto(image, options, flip, augment, out);
    return out;
}

TEST(Preprocess, WritesPlanesOfStandardisedValues) {
    PreprocessOptions options = sized(1, 2);
    options.mean = {10, 20, 30};
    options.std = {2, 4, 5};
    cv::Mat image(1, 2, CV_8UC3);
    image.at<cv::Vec3b>(0, 0) = {10, 24, 40};
    image.at<cv::Vec3b>(0, 1) = {14, 16, 35};
    EXPECT_THAT(run(image, options), testing::ElementsAre(0, 2, 1, -1, 2, 1));
    EXPECT_THAT(run(image, options, true), testing::ElementsAre(2, 0, -1, 1, 1, 2));
    options.channelOrder = ChannelOrder::Bgr;
    EXPECT_THAT(run(image, options), testing::ElementsAre(15, 12.5F, 1, -1, -4, -3.2F));
}

TEST(Preprocess, DefaultsToTheReferenceStandardisation) {
    const cv::Mat image(112, 112, CV_8UC3, cv::Scalar(0, 128, 255));
    const std::vector<float> out = run(image, {});
    EXPECT_EQ(out.front(), -1.0F);
    EXPECT_EQ(out[112 * 112], 0.0F);
    EXPECT_EQ(out.back(), 127.0F / 128.0F);
}

TEST(Preprocess, ResizesBeforeTransformsUnlessToldWhere) {
    const cv::Mat image = patternImage(30, 30);
    PreprocessOptions options = sized(10, 10);
    const std::vector<float> plain = run(image, options);
    options.transforms = {parseTransform("center_crop")};
    EXPECT_EQ(run(image, options), plain);
    options.transforms = {parseTransform("center_crop:height=20,width=20"), parseTransform("resize")};
    const std::vector<float> cropped = run(image, options);
    EXPECT_NE(cropped, plain);
    EXPECT_EQ(cropped, run(image(cv::Rect(5, 5, 20, 20)).clone(), sized(10, 10)));
}

TEST(Preprocess, FlipMirrorsThePreparedImage) {
    const PreprocessOptions options = sized(7, 9);
    const std::vector<float> plain = run(patternImage(20, 33), options);
    const std::vector<float> flipped = run(patternImage(20, 33), options, true);
    for (std::size_t row = 0; row < 3 * 7; ++row) {
        for (std::size_t x = 0; x < 9; ++x) {
            ASSERT_EQ(plain[row * 9 + x], flipped[row * 9 + 8 - x]);
        }
    }
}

TEST(Preprocess, AugmentsOnlyWithAStream) {
    PreprocessOptions options = sized(12, 12);
    const std::vector<float> plain = run(patternImage(12, 12), options);
    options.transforms = {parseTransform("cutout:size=4"), parseTransform("rotate"),
                          parseTransform("gaussian_blur")};
    EXPECT_EQ(run(patternImage(12, 12), options), plain);
    Rng first(1);
    Rng again(1);
    Rng other(2);
    const std::vector<float> augmented = run(patternImage(12, 12), options, false, &first);
    EXPECT_NE(augmented, plain);
    EXPECT_EQ(augmented, run(patternImage(12, 12), options, false, &again));
    EXPECT_NE(augmented, run(patternImage(12, 12), options, false, &other));
}

TEST(Preprocess, ScaleAndStandardiseReplaceMeanAndStd) {
    PreprocessOptions options = sized(1, 1);
    const cv::Mat image(1, 1, CV_8UC3, cv::Scalar::all(51));
    options.transforms = {parseTransform("scale")};
    EXPECT_THAT(run(image, options), testing::Each(0.2F));
    options.transforms = {parseTransform("standardise:mean=50,std=2")};
    EXPECT_THAT(run(image, options), testing::Each(0.5F));
}

TEST(Preprocess, KnowsContinuousAugmentations) {
    PreprocessOptions options;
    EXPECT_FALSE(options.isContinuous());
    options.transforms = {parseTransform("random_flip"), parseTransform("padding"),
                          parseTransform("center_crop")};
    EXPECT_FALSE(options.isContinuous());
    options.transforms.push_back(parseTransform("random_crop"));
    EXPECT_TRUE(options.isContinuous());
}

TEST(Preprocess, FingerprintTellsWhatDecidesTheInput) {
    PreprocessOptions options;
    options.mean = {123.675F, 116.28F, 103.53F};
    options.std = {58.395F, 57.12F, 57.375F};
    const std::string base = options.fingerprint();
    EXPECT_THAT(base,
                StartsWith("112x112 rgb mean 123.675,116.28,103.53 std 58.395,57.12,57.375 bilinear #"));
    PreprocessOptions changed = options;
    changed.transforms = {parseTransform("cutout"), parseTransform("random_flip")};
    EXPECT_EQ(changed.fingerprint(), base);
    changed.transforms = {parseTransform("random_crop:height=96,width=96")};
    EXPECT_THAT(changed.fingerprint(), HasSubstr("center_crop:height=96,width=96"));
    changed = options;
    changed.channelOrder = ChannelOrder::Bgr;
    EXPECT_NE(changed.fingerprint(), base);
    changed = options;
    changed.std[2] = 57.376F;
    EXPECT_NE(changed.fingerprint().substr(base.size() - 12), base.substr(base.size() - 12));
}

TEST(Preprocess, KeepsTheFingerprintsThatStoredModelsCarry) {
    EXPECT_EQ(PreprocessOptions{}.fingerprint(),
              "112x112 rgb mean 128,128,128 std 128,128,128 bilinear #5f930d7a1798");
    PreprocessOptions options;
    options.cropHeight = 112;
    options.cropWidth = 96;
    options.inputWidth = 96;
    options.filter = ResizeFilter::Lanczos;
    EXPECT_THAT(options.fingerprint(),
                StartsWith("96x112 rgb mean 128,128,128 std 128,128,128 lanczos crop:height=112,width=96 #"));
}

TEST(Preprocess, CropsTheCentreBeforeResizing) {
    PreprocessOptions options = sized(10, 8);
    options.cropHeight = 20;
    options.cropWidth = 16;
    const cv::Mat image = patternImage(31, 30);
    const std::vector<float> out = run(image, options);
    EXPECT_EQ(out, run(image(cv::Rect(7, 5, 16, 20)).clone(), sized(10, 8)));
    EXPECT_NE(out, run(image, sized(10, 8)));
    // The whole image is its own centre.
    options.cropHeight = 31;
    options.cropWidth = 30;
    EXPECT_EQ(run(image, options), run(image, sized(10, 8)));
    EXPECT_THAT(errorOf([&] { run(patternImage(31, 29), options); }),
                testing::AllOf(StartsWith("shape: "), HasSubstr("29 x 31"), HasSubstr("model.input.crop")));
    options.cropWidth = 0;
    EXPECT_THAT(errorOf([&] { options.check(); }), StartsWith("config: "));
}

TEST(Preprocess, NamesWhatDiffersBetweenFingerprints) {
    PreprocessOptions wanted;
    EXPECT_TRUE(fingerprintDifferences(wanted.fingerprint(), wanted.fingerprint()).empty());
    PreprocessOptions given = wanted;
    given.channelOrder = ChannelOrder::Bgr;
    EXPECT_THAT(fingerprintDifferences(wanted.fingerprint(), given.fingerprint()),
                testing::ElementsAre("The colour order is bgr, expected is rgb."));
    given = wanted;
    given.inputWidth = 96;
    given.mean = {0, 0, 0};
    given.std = {255, 255, 255};
    given.filter = ResizeFilter::Bicubic;
    given.cropHeight = 112;
    given.cropWidth = 96;
    given.transforms = {parseTransform("padding:size=2"), parseTransform("center_crop")};
    EXPECT_THAT(
        fingerprintDifferences(wanted.fingerprint(), given.fingerprint()),
        testing::ElementsAre("The input size (width x height) is 96x112, expected is 112x112.",
                             "The mean is 0,0,0, expected is 128,128,128.",
                             "The std is 255,255,255, expected is 128,128,128.",
                             "The resize filter is bicubic, expected is bilinear.",
                             "The centre crop is height=112,width=96, expected is none.",
                             "The list of transforms is padding:size=2 center_crop, expected is none."));
    EXPECT_THAT(fingerprintDifferences("version 9", given.fingerprint()),
                testing::ElementsAre(testing::AllOf(HasSubstr("version 9"), HasSubstr("96x112"))));
}

TEST(Preprocess, RefusesWrongShapes) {
    std::vector<float> small(10);
    EXPECT_THAT(errorOf([&] { preprocessInto(patternImage(4, 4), sized(2, 2), false, nullptr, small); }),
                StartsWith("shape: "));
    std::vector<float> right(12);
    EXPECT_THAT(errorOf([&] { preprocessInto(cv::Mat(), sized(2, 2), false, nullptr, right); }),
                StartsWith("shape: "));
    EXPECT_THAT(errorOf([&] { preprocessInto(patternImage(4, 4), sized(2, 2), false, nullptr, right); }), "");
}

TEST(Preprocess, ChecksItsOptions) {
    EXPECT_EQ(errorOf([] { PreprocessOptions{}.check(); }), "");
    EXPECT_THAT(errorOf([] { sized(0, 112).check(); }), HasSubstr("112 x 0"));
    EXPECT_THAT(errorOf([] { sized(5000, 112).check(); }), StartsWith("config: "));
    PreprocessOptions options;
    options.std[1] = 0;
    EXPECT_THAT(errorOf([&] { options.check(); }), HasSubstr("std of channel 1"));
    options = {};
    options.transforms = {{.name = "randon_flip", .params = {}}};
    EXPECT_THAT(errorOf([&] { options.check(); }), HasSubstr("'random_flip'"));
}

}  // namespace
}  // namespace pf
