// Against the real network and real photos where they are present.
#include "core/data/align/face_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/data/align/landmark_list.h"
#include "core/data/images/image_decoder.h"
#include "core/data/synthetic/synthetic_faces.h"
#include "tests/data/test_images.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using ::testing::HasSubstr;

const fs::path kNetwork = PF_SOURCE_DIR "/../shared/models/yunet_n_320_320.onnx";
const fs::path kPhotos = PF_SOURCE_DIR "/../shared/data/unaligned";

double meanDistance(const FacePoints& a, const FacePoints& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); i += 2) {
        sum += std::hypot(a[i] - b[i], a[i + 1] - b[i + 1]) / 5;
    }
    return sum;
}

class RealDetector : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!fs::exists(kNetwork) || !fs::exists(kPhotos)) {
            GTEST_SKIP() << kNetwork << " or " << kPhotos << " is not here";
        }
        list = readLandmarkList(kPhotos / "landmarks.txt");
    }
    cv::Mat photo(std::size_t i) const { return decodeImageFile(kPhotos / "images" / list.faces[i].name); }

    LandmarkList list;
};

TEST_F(RealDetector, FindsTheListedLandmarks) {
    FaceDetector detector(kNetwork);
    double sum = 0;
    double worst = 0;
    for (std::size_t i = 0; i < list.faces.size(); ++i) {
        double nearest = 1e9;
        for (const DetectedFace& face : detector.detect(photo(i))) {
            nearest = std::min(nearest, meanDistance(face.points, list.faces[i].points));
        }
        sum += nearest;
        worst = std::max(worst, nearest);
    }
    RecordProperty("mean_pixels", std::to_string(sum / static_cast<double>(list.faces.size())));
    RecordProperty("worst_pixels", std::to_string(worst));
    EXPECT_LT(sum / static_cast<double>(list.faces.size()), 0.05);
    EXPECT_LT(worst, 0.1);
}

TEST_F(RealDetector, SeesCropsFilledByTheFaceAndFacesSmallInABigPhoto) {
    FaceDetector detector(kNetwork);
    for (std::size_t i = 0; i < 8; ++i) {
        const cv::Mat whole = photo(i);
        const FacePoints& points = list.faces[i].points;
        const cv::Rect tight(static_cast<int>(points[0]) - 28, static_cast<int>(points[1]) - 34, 100, 108);
        const auto close = detector.detect(whole(tight & cv::Rect(0, 0, whole.cols, whole.rows)));
        ASSERT_FALSE(close.empty()) << i;
        EXPECT_GT(close[0].score, 0.6);
        // 250 pixels in 2000: at 320 the face would be about 15 pixels wide.
        cv::Mat big(1500, 2000, CV_8UC3, cv::Scalar(90, 110, 100));
        cv::Mat half;
        cv::resize(whole, half, {125, 125}, 0, 0, cv::INTER_AREA);
        half.copyTo(big(cv::Rect(1600, 1200, 125, 125)));
        const auto far = detector.detect(big);
        ASSERT_FALSE(far.empty()) << i;
        EXPECT_GT(far[0].score, 0.6);
        EXPECT_NEAR(far[0].points[0], 1600 + points[0] / 2, 6);
        EXPECT_NEAR(far[0].points[1], 1200 + points[1] / 2, 6);
    }
    EXPECT_NEAR(detector.smallestFace(2000, 1500), 18.75, 1e-9);
    EXPECT_NEAR(detector.smallestFace(250, 250), 9.375, 1e-9);
}

TEST_F(RealDetector, ACloserLookMakesTheLandmarksOfSmallFacesBetter) {
    FaceDetector detector(kNetwork);
    double rough = 0;
    double close = 0;
    for (std::size_t i = 0; i < list.faces.size(); i += 3) {
        cv::Mat wide(1100, 1800, CV_8UC3, cv::Scalar(90, 110, 100));
        photo(i).copyTo(wide(cv::Rect(700, 400, 250, 250)));
        FacePoints expected = list.faces[i].points;
        for (std::size_t k = 0; k < expected.size(); ++k) {
            expected[k] += k % 2 == 0 ? 700.0F : 400.0F;
        }
        const auto before = detector.detect(wide, {.minScore = 0.5, .refine = false});
        const auto after = detector.detect(wide, {.minScore = 0.5});
        ASSERT_FALSE(before.empty());
        ASSERT_FALSE(after.empty());
        rough += meanDistance(before[0].points, expected);
        close += meanDistance(after[0].points, expected);
    }
    std::printf("%.2f pixels, %.2f after a closer look\n", rough / 14, close / 14);
    EXPECT_LT(close, 0.7 * rough);
}

TEST_F(RealDetector, FindsEveryFaceOnlyWhenAsked) {
    cv::Mat group(600, 1200, CV_8UC3, cv::Scalar(90, 110, 100));
    cv::resize(photo(0), group(cv::Rect(40, 20, 500, 500)), {500, 500});
    cv::Mat small;
    cv::resize(photo(1), small, {70, 70}, 0, 0, cv::INTER_AREA);
    small.copyTo(group(cv::Rect(1000, 300, 70, 70)));
    FaceDetector detector(kNetwork);
    const auto confident = [](const std::vector<DetectedFace>& faces) {
        return std::count_if(faces.begin(), faces.end(),
                             [](const DetectedFace& f) { return f.score >= 0.6; });
    };
    EXPECT_EQ(confident(detector.detect(group)), 1);
    EXPECT_EQ(confident(detector.detect(group, {.minScore = 0.6, .floor = 0.3, .everySize = true})), 2);
}

TEST_F(RealDetector, NothingIsFoundInNothingAndAStopEndsAtOnce) {
    FaceDetector detector(kNetwork);
    EXPECT_TRUE(detector.detect(cv::Mat(200, 300, CV_8UC3, cv::Scalar(120, 120, 120))).empty());
    EXPECT_TRUE(detector.detect(cv::Mat(1, 1, CV_8UC3, cv::Scalar(0, 0, 0))).empty());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(detector.detect(photo(0), {}, stop.get_token()).empty());
    EXPECT_THAT(errorOf([&] { detector.detect(cv::Mat(9, 9, CV_8UC1)); }), HasSubstr("8-bit RGB"));
}

TEST_F(RealDetector, OtherNetworksAreRefusedInASentence) {
    const fs::path other = PF_SOURCE_DIR "/../shared/models/mobilefacenet_112.onnx";
    if (!fs::exists(other)) {
        GTEST_SKIP() << other << " is not here";
    }
    EXPECT_THAT(errorOf([&] { FaceDetector detector(other); }), HasSubstr("it is not a YuNet face detector"));
}

TEST(FaceDetector, AMissingFileIsNamed) {
    EXPECT_THAT(errorOf([] { FaceDetector detector("/no/such.onnx"); }), HasSubstr("/no/such.onnx"));
}

TEST_F(RealDetector, SeesSyntheticFaces) {
    FaceDetector detector(kNetwork);
    SyntheticFaceOptions options;
    options.imageSize = 160;
    options.maxDegradation = 0;
    options.nuisance = 0.3;
    int found = 0;
    for (int i = 0; i < 20; ++i) {
        const auto faces = detector.detect(renderSyntheticFace(options, i, 0));
        found += !faces.empty() && faces[0].score >= 0.6 ? 1 : 0;
    }
    EXPECT_GE(found, 15);
}

}  // namespace
}  // namespace pf
