// Photos that their EXIF record turns, and photos that a detector cannot look at as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/align/turned_landmarks.h"
#include "core/data/images/image_orientation.h"
#include "core/session/alignment/alignment.h"
#include "core/session/conversion/conversion.h"
#include "core/session/images.h"
#include "core/session/inspect/source_card.h"
#include "tests/session/alignment/alignment_photos.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using namespace test;
using ::testing::HasSubstr;

const fs::path kNetwork = PF_SOURCE_DIR "/../shared/models/yunet_n_320_320.onnx";

Orientation inverseOf(Orientation orientation) {
    return orientation == Orientation::RightTurn  ? Orientation::LeftTurn
           : orientation == Orientation::LeftTurn ? Orientation::RightTurn
                                                  : orientation;
}

/// Puts an EXIF record into a JPEG.
void setOrientation(const fs::path& file, Orientation orientation) {
    std::string bytes = readTextFile(file);
    Bytes record = fromHex(
        "ffe1002245786966000049492a000800000001001201030001000000"
        "00000000"
        "00000000");
    record[28] = static_cast<std::byte>(orientation);
    bytes.insert(2, reinterpret_cast<const char*>(record.data()), record.size());
    writeTextAtomically(file, bytes);
}

/// One upright face in a photo whose stored pixels are turned, for each orientation.
class TurnedPhotos : public ::testing::Test {
  protected:
    static constexpr int kFace = 3;  // upright

    void SetUp() override {
        for (int value = 1; value <= 8; ++value) {
            const auto orientation = static_cast<Orientation>(value);
            cv::Mat photo(kPhotoHeight, kPhotoWidth, CV_8UC3, cv::Scalar(96, 104, 112));
            paste(photo, faceOf(kFace), placeOf(kFace));
            const cv::Mat stored = turned(photo, inverseOf(orientation));
            const fs::path file = folder / ("photos/" + std::to_string(value) + ".jpg");
            writePhoto(file, stored);
            setOrientation(file, orientation);
            const FacePoints seen = landmarksAt(placeOf(kFace));
            shown += listLine(std::to_string(value) + ".jpg", seen);
            inStored += listLine(std::to_string(value) + ".jpg",
                                 pointsAsSeen(seen, inverseOf(orientation), stored.cols, stored.rows));
        }
    }

    AlignOutcome align(const std::string& list, LandmarksIn in, const std::string& out, bool judged = false) {
        AlignRequest request;
        request.sources = {(folder / "photos").string()};
        request.landmarks = folder.write("list.txt", list);
        request.landmarksIn = in;
        request.detector = judged ? kNetwork : fs::path{};
        request.out = folder / out;
        request.extension = ".png";
        RunControl control;
        return alignFaces(request, control, {});
    }

    /// How many crops show the face as it is.
    int goodCrops(const std::string& out) const {
        const cv::Rect inner(10, 10, 92, 92);
        int good = 0;
        for (int value = 1; value <= 8; ++value) {
            const cv::Mat crop = decodeImageFile(folder / (out + "/" + std::to_string(value) + ".png"));
            good += greyDifference(crop(inner), faceOf(kFace)(inner)) < 6.0 ? 1 : 0;
        }
        return good;
    }

    TemporaryFolder folder;
    std::string shown;
    std::string inStored;
};

TEST_F(TurnedPhotos, GiveTheSameCropWhateverTheLandmarksCountIn) {
    // A face that is only mirrored is upright in both readings: that is said, and can be told by an option.
    const AlignOutcome asShown = align(shown, LandmarksIn::FindOut, "shown");
    EXPECT_EQ(goodCrops("shown"), 8);
    ASSERT_EQ(asShown.remarks.size(), 1U);
    EXPECT_EQ(asShown.remarks[0].kind, "turned");
    EXPECT_THAT(asShown.remarks[0].photo, HasSubstr("2.jpg"));
    EXPECT_THAT(asShown.remarks[0].detail, HasSubstr("cannot be told"));
    const AlignOutcome asStored = align(inStored, LandmarksIn::FindOut, "found");
    EXPECT_EQ(goodCrops("found"), 7);
    ASSERT_EQ(asStored.remarks.size(), 7U);
    EXPECT_THAT(asStored.remarks.back().detail,
                HasSubstr("are of the stored pixels and were turned with it"));
    EXPECT_TRUE(align(inStored, LandmarksIn::Stored, "told").remarks.empty());
    EXPECT_EQ(goodCrops("told"), 8);
}

TEST_F(TurnedPhotos, SayWhereTheOptionDoesNotFit) {
    const AlignOutcome wrong = align(inStored, LandmarksIn::Shown, "wrong");
    EXPECT_EQ(wrong.remarks.size(), 6U);
    for (const AlignRemark& remark : wrong.remarks) {
        EXPECT_THAT(remark.detail, HasSubstr("--landmarks-in stored"));
    }
    EXPECT_EQ(goodCrops("wrong"), 1);
    EXPECT_THAT(test::errorOf([] { landmarksInFromName("upside-down"); }), HasSubstr("choose auto, shown"));
}

TEST(TurnedLandmarks, AFaceScoreDecidesBeforeTheTurnDoes) {
    LandmarkReading upright{.points = {}, .turn = 5, .distance = 0.1, .inside = 1};
    LandmarkReading lying{.points = {}, .turn = 90, .distance = 0.1, .inside = 1};
    EXPECT_EQ(betterReading({upright, lying}), 0U);
    EXPECT_EQ(betterReading({lying, upright}), 1U);
    EXPECT_EQ(betterReading({upright, upright}), std::nullopt);
    EXPECT_EQ(betterReading({lying, lying}), std::nullopt);
    // A record that is wrong: the picture lies on its side, and the face with it.
    upright.faceScore = 0.1;
    lying.faceScore = 0.9;
    EXPECT_EQ(betterReading({upright, lying}), 1U);
    lying.faceScore = 0.2;
    EXPECT_EQ(betterReading({upright, lying}), 0U);
}

TEST_F(TurnedPhotos, AreJudgedByADetectorWhereThereIsOne) {
    if (!fs::exists(kNetwork)) {
        GTEST_SKIP() << kNetwork << " is not here";
    }
    align(inStored, LandmarksIn::FindOut, "judged", true);
    // A face that is only mirrored may score alike in both readings.
    EXPECT_GE(goodCrops("judged"), 7);
}

TEST_F(TurnedPhotos, HaveTheSidesTheyAreSeenWith) {
    fs::create_directories(folder / "people/anna");
    fs::copy_file(folder / "photos/6.jpg", folder / "people/anna/6.jpg");
    RunControl control;
    ASSERT_TRUE(convertImages({.sources = {(folder / "people").string()},
                               .out = folder / "people.rec",
                               .format = FaceFormat::Record},
                              control, {})
                    .complete);
    EXPECT_EQ(readTextFile(folder / "people.property"), "1,240,320");
    EXPECT_TRUE(openImages({(folder / "people.rec").string()}).notes().empty());
    const std::string card = cardText(describeSource((folder / "people").string(), control));
    EXPECT_THAT(card, HasSubstr("320x240"));
    EXPECT_THAT(card, HasSubstr("has an EXIF record that turns it"));
}

TEST(WidePhotos, HaveALineEachAndTheOthersAreCut) {
    if (!fs::exists(kNetwork)) {
        GTEST_SKIP() << kNetwork << " is not here";
    }
    const TemporaryFolder folder;
    cv::Mat noise(1000, 1000, CV_8UC3);
    cv::theRNG().state = 5;
    cv::randu(noise, cv::Scalar::all(0), cv::Scalar::all(256));
    const std::vector<std::array<int, 2>> sizes = {{1, 1000}, {45, 1000}, {50, 1000},
                                                   {20, 900}, {1000, 1},  {1000, 33}};
    for (const auto& [rows, columns] : sizes) {
        const std::string name = std::to_string(rows) + "x" + std::to_string(columns) + ".png";
        writePhoto(folder / ("photos/noise" + name), noise(cv::Rect(0, 0, columns, rows)));
        writePhoto(folder / ("photos/flat" + name), cv::Mat(rows, columns, CV_8UC3, cv::Scalar::all(128)));
    }
    cv::Mat photo(kPhotoHeight, kPhotoWidth, CV_8UC3, cv::Scalar(96, 104, 112));
    paste(photo, faceOf(3), placeOf(3));
    writePhoto(folder / "photos/face.png", photo);
    AlignRequest request;
    request.sources = {(folder / "photos").string()};
    request.detector = kNetwork;
    request.out = folder / "out";
    RunControl control;
    const AlignOutcome outcome = alignFaces(request, control, {});
    expectAccounted(outcome);
    EXPECT_EQ(outcome.photos, 13U);
    EXPECT_EQ(outcome.withCrop, 1U);
    EXPECT_TRUE(fs::exists(folder / "out/face.jpg"));
    EXPECT_EQ(outcome.remarks.size(), 12U) << "one line each";
}

}  // namespace
}  // namespace pf
