// Two faces of which one is not what the model was trained on.
#include "core/session/inspect/pair_alignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/data/face_set.h"
#include "core/session/model/image_fit.h"
#include "core/session/user_state.h"
#include "tests/session/small_run.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class PairAlignment : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TemporaryFolder>();
        test::trainSmall(test::smallOptions(folder_->path()), *folder_ / "run");
        const auto images = openImages({"synthetic:identities=2,images=1,seed=9"});
        const cv::Mat face = images.faces()->decode(0);
        write("crop.png", face);
        write("other.png", images.faces()->decode(1));
        cv::Mat photo(300, 400, CV_8UC3, cv::Scalar(90, 120, 60));
        face.copyTo(photo(cv::Rect(20, 30, face.cols, face.rows)));
        write("photo.png", photo);
    }
    static void TearDownTestSuite() { folder_.reset(); }
    static void write(const std::string& name, const cv::Mat& rgb) {
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        ASSERT_TRUE(cv::imwrite((*folder_ / name).string(), bgr));
    }

    static std::unique_ptr<test::TemporaryFolder> folder_;
    FaceModel model_{*folder_ / "run"};
};
std::unique_ptr<test::TemporaryFolder> PairAlignment::folder_;

TEST_F(PairAlignment, CropsAsInTrainingHaveAVerdict) {
    const auto pair = model_.compare(*folder_ / "crop.png", *folder_ / "other.png");
    EXPECT_TRUE(pair.same.has_value());
    EXPECT_EQ(imageProblem(model_.info(), *folder_ / "crop.png"), "");
}

TEST_F(PairAlignment, APictureWithoutAFaceHasNoVerdictThoughItsSizeIsRight) {
    const cv::Mat crop = cv::imread((*folder_ / "crop.png").string());
    write("black.png", cv::Mat(crop.size(), CV_8UC3, cv::Scalar(3, 3, 3)));
    write("dark.png", crop / 16);
    for (const auto& [name, why] : {std::pair{"black.png", "of one colour"}, {"dark.png", "nearly black"}}) {
        const auto pair = model_.compare(*folder_ / "crop.png", *folder_ / name);
        EXPECT_FALSE(pair.same.has_value());
        EXPECT_THAT(pair.verdict, HasSubstr(why));
    }
}

TEST_F(PairAlignment, APhotoHasNoVerdictAndTheReasonIsTheGallerys) {
    const auto pair = model_.compare(*folder_ / "crop.png", *folder_ / "photo.png");
    EXPECT_FALSE(pair.same.has_value());
    EXPECT_THAT(pair.verdict, AllOf(HasSubstr("no verdict, because image B"), HasSubstr("400x300")));
    const std::string problem = imageProblem(model_.info(), *folder_ / "photo.png");
    EXPECT_THAT(pair.verdict, HasSubstr(problem));
    RunControl control;
    const auto gallery = model_.embed(openImages({(*folder_ / "photo.png").string()}), control, nullptr);
    EXPECT_THAT(gallery.warnings, testing::Contains(problem));
    const auto both = model_.compare(*folder_ / "photo.png", *folder_ / "photo.png");
    EXPECT_THAT(both.verdict, HasSubstr("the images are not what the model was trained on"));
}

TEST_F(PairAlignment, AModelThatDoesNotKnowItsTrainingImagesIsAskedForItsShape) {
    ModelInfo info = model_.info();
    info.imagePreparation.clear();
    EXPECT_EQ(imageProblem(info, *folder_ / "crop.png"), "");
    EXPECT_THAT(imageProblem(info, *folder_ / "photo.png"), HasSubstr("400x300"));
}

TEST_F(PairAlignment, APhotoIsCutOutAsTheModelExpectsIt) {
    const fs::path detector = PF_SOURCE_DIR "/../shared/models/yunet_n_320_320.onnx";
    const fs::path photos = PF_SOURCE_DIR "/../shared/data/unaligned";
    if (!fs::exists(detector) || !fs::exists(photos)) {
        GTEST_SKIP() << "no detector at " << detector;
    }
    fs::path photo;
    for (const auto& entry : fs::recursive_directory_iterator(photos)) {
        photo = entry.path().extension() == ".jpg" && photo.empty() ? entry.path() : photo;
    }
    RunControl control;
    const AlignedFace face = alignFor(model_.info(), photo, detector, *folder_ / "crops/A", control);
    const auto pair = model_.compare(face.crop, *folder_ / "crop.png");
    EXPECT_TRUE(pair.same.has_value());
    EXPECT_THAT(test::errorOf([&] {
                    cv::imwrite((*folder_ / "blank.png").string(),
                                cv::Mat(300, 400, CV_8UC3, cv::Scalar(9, 9, 9)));
                    alignFor(model_.info(), *folder_ / "blank.png", detector, *folder_ / "crops/B", control);
                }),
                AllOf(HasSubstr("blank.png"), HasSubstr("no face")));
}

TEST_F(PairAlignment, TheDetectorIsRememberedOrFoundInTheDataFolders) {
    ::setenv("XDG_STATE_HOME", (*folder_ / "state").c_str(), 1);
    ::setenv("XDG_DATA_HOME", (*folder_ / "data").c_str(), 1);
    EXPECT_EQ(findDetector(), fs::path());
    EXPECT_THAT(detectorPlaces(), HasSubstr((*folder_ / "data/probface").string()));
    const fs::path found = folder_->write("data/probface/face_detection_yunet_2023mar.onnx", "any");
    folder_->write("data/probface/net.onnx", "any");
    EXPECT_EQ(findDetector(), found);
    const fs::path chosen = folder_->write("chosen.onnx", "any");
    rememberDetector(chosen);
    EXPECT_EQ(findDetector(), chosen);
    fs::remove(chosen);
    EXPECT_EQ(findDetector(), found) << "what was remembered is gone";
    ::unsetenv("XDG_STATE_HOME");
    ::unsetenv("XDG_DATA_HOME");
}

TEST_F(PairAlignment, CropsWithoutATemplateAreSaid) {
    ModelInfo info = model_.info();
    info.imagePreparation = "160x160";
    RunControl control;
    EXPECT_THAT(
        test::errorOf([&] { alignFor(info, *folder_ / "photo.png", "", *folder_ / "crops/C", control); }),
        AllOf(HasSubstr("160x160"), HasSubstr("no template")));
}

}  // namespace
}  // namespace pf
