#include "core/data/input/transforms.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "tests/data/test_images.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using namespace matchers;
using test::patternImage;

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

cv::Mat apply(const std::string& text, const cv::Mat& image, Rng* augment, int height = 16, int width = 12) {
    return applyTransform(image, parseTransform(text), height, width, augment);
}

TEST(Transforms, ParseAndPrint) {
    const TransformSpec spec = parseTransform(" cutout : size=8, probability = 0.5");
    EXPECT_EQ(spec.name, "cutout");
    EXPECT_EQ(transformText(spec), "cutout:probability=0.5,size=8");
    EXPECT_EQ(parseTransform(transformText(spec)), spec);
    EXPECT_EQ(transformParam(spec, "size"), 8);
    EXPECT_EQ(transformParam(spec, "value"), 0);
}

TEST(Transforms, RefuseWithTheNearestName) {
    EXPECT_THAT(errorOf([] { parseTransform("random_crops"); }),
                AllOf(StartsWith("config: "), HasSubstr("'random_crop'")));
    EXPECT_THAT(errorOf([] { parseTransform("cutout:sice=3"); }), HasSubstr("did you mean 'size'"));
    EXPECT_THAT(errorOf([] { parseTransform("zzzzzz"); }), HasSubstr("known are resize"));
    EXPECT_THAT(errorOf([] { parseTransform("cutout:size"); }), HasSubstr("parameter=number"));
    EXPECT_THAT(errorOf([] { parseTransform("cutout:size=1,size=2"); }), HasSubstr("twice"));
    EXPECT_THAT(errorOf([] { parseTransform("cutout:size=1.5"); }), HasSubstr("whole number"));
    EXPECT_THAT(errorOf([] { parseTransform("rotate:max_degrees=181"); }), HasSubstr("0 to 180"));
    EXPECT_THAT(errorOf([] { parseTransform("rotate:max_degrees=nan"); }), HasSubstr("max_degrees"));
    EXPECT_THAT(errorOf([] { parseTransform("gaussian_blur:min_sigma=3"); }), HasSubstr("larger"));
}

class EveryTransform : public testing::TestWithParam<std::string> {};

TEST_P(EveryTransform, IsDeterministicAndKeepsItsInput) {
    const cv::Mat image = patternImage(20, 18);
    const cv::Mat before = image.clone();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng first(seed);
        Rng second(seed);
        EXPECT_TRUE(same(apply(GetParam(), image, &first), apply(GetParam(), image, &second)));
        for (int word = 0; word < 4; ++word) {  // as many as the state has
            EXPECT_EQ(first.next(), second.next());
        }
    }
    EXPECT_TRUE(same(image, before));
}

TEST_P(EveryTransform, WithoutAStreamIsFixed) {
    const cv::Mat image = patternImage(20, 18);
    EXPECT_TRUE(same(apply(GetParam(), image, nullptr), apply(GetParam(), image, nullptr)));
}

TEST_P(EveryTransform, RandomOnesVary) {
    const cv::Mat image = patternImage(20, 18);
    const auto info = std::find_if(transformTable().begin(), transformTable().end(),
                                   [](const TransformInfo& i) { return i.name == GetParam(); });
    Rng rng(7);
    const cv::Mat first = apply(GetParam(), image, &rng);
    bool varied = false;
    for (int i = 0; i < 20; ++i) {
        varied = varied || !same(first, apply(GetParam(), image, &rng));
    }
    EXPECT_EQ(varied, info->random);
}

std::vector<std::string> allNames() {
    std::vector<std::string> names;
    for (const TransformInfo& info : transformTable()) {
        names.push_back(info.name);
    }
    return names;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryTransform, testing::ValuesIn(allNames()),
                         [](const auto& info) { return info.param; });

TEST(Transforms, CropsTakeTheCentreWithoutAStream) {
    const cv::Mat image = patternImage(20, 18);
    const cv::Mat centre = image(cv::Rect(3, 2, 12, 16));
    for (const char* name : {"center_crop", "random_crop", "five_crop", "ten_crop"}) {
        EXPECT_TRUE(same(apply(name, image, nullptr), centre)) << name;
    }
    EXPECT_TRUE(same(apply("center_crop:height=4,width=2", image, nullptr), image(cv::Rect(8, 8, 2, 4))));
}

TEST(Transforms, RandomCropReachesEveryPlace) {
    const cv::Mat image = patternImage(17, 14);
    Rng rng(1);
    std::set<int> corners;
    for (int i = 0; i < 200; ++i) {
        corners.insert(apply("random_crop", image, &rng).at<cv::Vec3b>(0, 0)[0]);
    }
    EXPECT_EQ(corners.size(), 6U);  // 2 rows x 3 columns
}

TEST(Transforms, ACropLargerThanTheImageIsRefused) {
    EXPECT_THAT(errorOf([] { apply("center_crop", patternImage(8, 8), nullptr); }),
                AllOf(StartsWith("shape: "), HasSubstr("12 x 16"), HasSubstr("8 x 8")));
}

TEST(Transforms, CropViewsAreCornersCentreAndMirrors) {
    const cv::Mat image = patternImage(6, 8);
    const std::vector<cv::Mat> views = cropViews(image, 4, 4, true);
    ASSERT_EQ(views.size(), 10U);
    EXPECT_TRUE(same(views[0], image(cv::Rect(0, 0, 4, 4))));
    EXPECT_TRUE(same(views[3], image(cv::Rect(4, 2, 4, 4))));
    EXPECT_TRUE(same(views[4], image(cv::Rect(2, 1, 4, 4))));
    EXPECT_EQ(views[5].at<cv::Vec3b>(0, 0), image.at<cv::Vec3b>(0, 3));
    EXPECT_EQ(cropViews(image, 4, 4, false).size(), 5U);
}

TEST(Transforms, PaddingSurroundsTheImage) {
    const cv::Mat image = patternImage(5, 4);
    const cv::Mat out = apply("padding:size=2,value=9", image, nullptr);
    ASSERT_EQ(out.size(), cv::Size(8, 9));
    EXPECT_EQ(out.at<cv::Vec3b>(1, 3), cv::Vec3b(9, 9, 9));
    EXPECT_TRUE(same(out(cv::Rect(2, 2, 4, 5)), image));
}

TEST(Transforms, CutoutPaintsAtMostItsSquare) {
    const cv::Mat image(20, 20, CV_8UC3, cv::Scalar::all(200));
    Rng rng(3);
    int largest = 0;
    for (int i = 0; i < 50; ++i) {
        const cv::Mat out = apply("cutout:size=6,value=10", image, &rng);
        cv::Mat painted;
        cv::extractChannel(out, painted, 0);
        const int count = cv::countNonZero(painted == 10);
        EXPECT_GE(count, 9);  // a quarter of the square when its centre is in a corner
        largest = std::max(largest, count);
    }
    EXPECT_EQ(largest, 36);
}

TEST(Transforms, ShiftMovesPixelsAndFillsTheRest) {
    const cv::Mat image(20, 20, CV_8UC3, cv::Scalar::all(200));
    Rng rng(5);
    const cv::Mat out = apply("random_shift:max_ratio=1,value=1", image, &rng);
    cv::Mat grey;
    cv::extractChannel(out, grey, 0);
    EXPECT_GT(cv::countNonZero(grey == 1), 0);
    EXPECT_EQ(cv::countNonZero(grey == 1) + cv::countNonZero(grey == 200), 400);
}

}  // namespace
}  // namespace pf
