// Photos to crops: what comes out, and what is said of the photos that give none.
#include "core/session/alignment/alignment.h"
#include "core/base/file_hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>

#include "core/session/alignment/alignment_preview.h"
#include "tests/session/alignment/alignment_photos.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using namespace test;
using ::testing::HasSubstr;

class Alignment : public AlignmentOfPhotos {};

TEST_F(Alignment, BringsTurnedAndScaledFacesBack) {
    const AlignOutcome outcome = align(request());
    EXPECT_TRUE(outcome.complete);
    EXPECT_EQ(outcome.photos, 10U);
    EXPECT_EQ(outcome.written, 10U);
    EXPECT_TRUE(outcome.remarks.empty());
    EXPECT_EQ(outcome.reading, "x1 y1 ... x5 y5, 10 faces");
    expectAccounted(outcome);
    const cv::Rect inner(10, 10, 92, 92);
    for (int i = 0; i < kCount; ++i) {
        const cv::Mat made = crop(nameOf(i));
        ASSERT_EQ(made.size(), cv::Size(112, 112));
        EXPECT_LT(greyDifference(made(inner), faceOf(i)(inner)), 4.0) << i;
        EXPECT_GT(greyDifference(made(inner), faceOf((i + 1) % kCount)(inner)), 8.0) << i;
    }
    const YAML::Node card = YAML::LoadFile((folder / "out/alignment.yaml").string());
    EXPECT_EQ(card["template"].as<std::string>(), "arcface-112x112");
    EXPECT_EQ(card["height"].as<int>(), 112);
    EXPECT_TRUE(card["complete"].as<bool>());
    EXPECT_EQ(card["landmarks_sha256"].as<std::string>(), sha256Hex(text));
    EXPECT_EQ(card["photos"].as<int>(), 10);
}

TEST_F(Alignment, MakesTheOtherSizes) {
    AlignRequest made = request();
    made.height = 112;
    made.width = 96;
    align(made);
    // The narrow crop is the middle of the square one.
    const cv::Mat narrow = crop(nameOf(3));
    ASSERT_EQ(narrow.size(), cv::Size(96, 112));
    made.out = folder / "out96";
    made.height = 96;
    align(made);
    const cv::Mat small = decodeImageFile(folder / ("out96/" + nameOf(3)));
    ASSERT_EQ(small.size(), cv::Size(96, 96));
    made.out = folder / "out112";
    std::tie(made.height, made.width) = alignSizeFromName("112x112");
    align(made);
    const cv::Mat square = decodeImageFile(folder / ("out112/" + nameOf(3)));
    EXPECT_LT(greyDifference(narrow, square(cv::Rect(8, 0, 96, 112))), 0.5);
    cv::Mat reduced;
    cv::resize(square, reduced, {96, 96}, 0, 0, cv::INTER_AREA);
    EXPECT_LT(greyDifference(small, reduced), 4.0);
    EXPECT_THAT(errorOf([] { alignSizeFromName("100x100"); }), HasSubstr("choose 112x112"));
}

TEST_F(Alignment, AccountsForEveryPhotoThatGivesNoCrop) {
    writePhoto(folder / "photos/ben/unlisted.png", faceOf(1));
    folder.write("photos/ben/broken.png", "this is no picture");
    folder.write("photos/ben/old.gif", "GIF89a........");
    folder.write("photos/ben/notes.txt", "a note");
    const cv::Mat plain(100, 100, CV_8UC3, cv::Scalar(9, 9, 9));
    for (const char* name : {"edge.png", "far.png", "zeros.png", "odd.png"}) {
        writePhoto(folder / ("photos/ben/" + std::string(name)), plain);
    }
    const FacePoints face = alignTemplate(112, 112).points;
    const auto moved = [&](float by) {
        FacePoints points = face;
        for (std::size_t i = 0; i < points.size(); i += 2) {
            points[i] += by;
        }
        return points;
    };
    text += listLine("ben/broken.png", face) + listLine("ben/old.gif", face) + listLine("gone.png", face) +
            listLine("ben/edge.png", moved(-50)) + listLine("ben/far.png", moved(500)) +
            listLine("ben/zeros.png", FacePoints{}) +
            listLine("ben/odd.png", {50, 10, 50, 20, 50, 35, 50, 11, 50, 12});
    const AlignOutcome outcome = align(request());
    EXPECT_EQ(outcome.photos, 18U);
    EXPECT_EQ(outcome.otherFiles, 1U);
    const auto kinds = kindsOf(outcome);
    EXPECT_EQ(kinds.at("unlisted.png"), "no landmarks-");
    EXPECT_EQ(kinds.at("broken.png"), "unreadable-");
    EXPECT_EQ(kinds.at("old.gif"), "unreadable-");
    EXPECT_EQ(kinds.at("gone.png"), "missing-");
    EXPECT_EQ(kinds.at("edge.png"), "outside+");
    EXPECT_EQ(kinds.at("far.png"), "outside-");
    EXPECT_EQ(kinds.at("zeros.png"), "no landmarks-");
    EXPECT_EQ(kinds.at("odd.png"), "odd landmarks+");
    EXPECT_EQ(kinds.size(), 8U);
    expectAccounted(outcome);
    for (const AlignRemark& remark : outcome.remarks) {
        if (remark.kind == "unreadable" && remark.photo.ends_with(".gif")) {
            EXPECT_THAT(remark.detail, HasSubstr("GIF"));
        }
    }
}

TEST_F(Alignment, SeveralListedFacesFollowTheRule) {
    cv::Mat photo(kPhotoHeight, kPhotoWidth, CV_8UC3, cv::Scalar(96, 104, 112));
    const Similarity large{.a = 1.2, .b = 0, .tx = 5, .ty = 20};
    const Similarity middle{.a = 0.6, .b = 0, .tx = 130, .ty = 85};
    paste(photo, faceOf(20), large);
    paste(photo, faceOf(21), middle);
    writePhoto(folder / "photos/two.png", photo);
    text += listLine("two.png", landmarksAt(middle)) + listLine("two.png", landmarksAt(large));
    const cv::Rect inner(16, 16, 80, 80);
    const std::map<ManyFaces, int> people = {{ManyFaces::Largest, 20}, {ManyFaces::Centre, 21}};
    for (const auto& [rule, person] : people) {
        AlignRequest made = request();
        made.manyFaces = rule;
        const AlignOutcome outcome = align(made);
        expectAccounted(outcome);
        EXPECT_EQ(kindsOf(outcome).at("two.png"), "several faces+");
        EXPECT_LT(greyDifference(crop("two.png")(inner), faceOf(person)(inner)), 9.0);
        fs::remove_all(folder / "out");
    }
    AlignRequest made = request();
    made.manyFaces = ManyFaces::Skip;
    AlignOutcome outcome = align(made);
    expectAccounted(outcome);
    EXPECT_EQ(kindsOf(outcome).at("two.png"), "several faces-");
    EXPECT_FALSE(fs::exists(folder / "out/two.png"));
    fs::remove_all(folder / "out");
    made.manyFaces = ManyFaces::All;
    outcome = align(made);
    expectAccounted(outcome);
    EXPECT_EQ(outcome.written, 12U);
    EXPECT_EQ(outcome.withCrop, 11U);
    EXPECT_TRUE(fs::exists(folder / "out/two_1.png"));
    EXPECT_TRUE(fs::exists(folder / "out/two_2.png"));
    EXPECT_TRUE(fs::exists(folder / "out/anna/0_1.png"));
    for (const std::string& name : manyFacesNames()) {
        EXPECT_EQ(manyFacesNames()[static_cast<std::size_t>(manyFacesFromName(name))], name);
    }
    EXPECT_THAT(errorOf([] { manyFacesFromName("best"); }), HasSubstr("choose largest, centre, all or skip"));
}

TEST_F(Alignment, TheListAloneNamesThePhotos) {
    AlignRequest made = request();
    made.sources.clear();
    fs::rename(folder / "photos", folder / "images");
    const AlignOutcome outcome = align(made);
    EXPECT_EQ(outcome.written, 10U);
    EXPECT_TRUE(fs::exists(folder / "out/ben/1.png"));
}

TEST_F(Alignment, NeverWritesAmongThePhotos) {
    AlignRequest made = request();
    made.out = folder / "photos";
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("it is the folder of the photos"));
    made.out = folder / "photos/ben/crops";
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("it lies in the folder of the photos"));
    fs::create_directory_symlink(folder / "photos", folder / "link");
    made.out = folder / "link/crops";
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("it lies in the folder of the photos"));
    made.out = folder / "photos/../photos/";
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("it is the folder of the photos"));
    made.out = folder.path();
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("lie in it"));
    EXPECT_FALSE(fs::exists(folder / "photos/ben/crops"));
}

TEST_F(Alignment, RefusesImpossibleRequests) {
    const auto error = [&](const auto& change) {
        AlignRequest made = request();
        change(made);
        return errorOf([&] { align(made); });
    };
    EXPECT_THAT(error([](AlignRequest& r) { r.landmarks.clear(); }),
                HasSubstr("config: where are the faces?"));
    EXPECT_THAT(error([](AlignRequest& r) { r.width = 100; }), HasSubstr("no template for crops of 112x100"));
    EXPECT_THAT(error([](AlignRequest& r) { r.minScore = 1.5; }), HasSubstr("between 0 and 1, got 1.5"));
    EXPECT_THAT(error([](AlignRequest& r) { r.extension = ".bmp"; }), HasSubstr("not '.bmp'"));
    EXPECT_THAT(error([](AlignRequest& r) { r.jpegQuality = 0; }), HasSubstr("JPEG quality"));
    EXPECT_THAT(error([](AlignRequest& r) { r.threads = 0; }), HasSubstr("number of threads"));
    EXPECT_THAT(error([](AlignRequest& r) { r.out.clear(); }), HasSubstr("name a folder"));
    EXPECT_THAT(error([](AlignRequest& r) { r.out = r.landmarks; }), HasSubstr("it is a file"));
    EXPECT_THAT(error([](AlignRequest& r) {
                    r.detector = "/no/such.onnx";
                    r.landmarks.clear();
                }),
                HasSubstr("/no/such.onnx"));
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST_F(Alignment, PreviewShowsWhatWouldComeOut) {
    folder.write("photos/anna/00.png", "broken");
    AlignRequest made = request();
    made.out.clear();
    RunControl control;
    const auto previews = previewAlignment(made, 3, control);
    ASSERT_EQ(previews.size(), 3U);
    EXPECT_TRUE(previews[1].second.photo.empty());
    EXPECT_THAT(previews[1].second.remark, HasSubstr("unreadable: "));
    const AlignPreview& first = previews[0].second;
    EXPECT_EQ(first.photo.width, kPhotoWidth);
    ASSERT_EQ(first.faces.size(), 1U);
    EXPECT_TRUE(first.faces[0].kept);
    EXPECT_EQ(first.faces[0].crop.width, 112);
    EXPECT_NEAR(first.faces[0].landmarks[0], landmarksAt(placeOf(0))[0], 1e-3);
    EXPECT_TRUE(first.remark.empty());
    EXPECT_FALSE(fs::exists(folder / "out"));
}

/// The numbers that the report of a real alignment promises.
class RealAlignment : public ::testing::TestWithParam<bool> {
  protected:
    const fs::path photos = PF_SOURCE_DIR "/../shared/data/unaligned";
    const fs::path network = PF_SOURCE_DIR "/../shared/models/yunet_n_320_320.onnx";
};

TEST_P(RealAlignment, EqualsTheReferenceCrops) {
    if (!fs::exists(photos) || !fs::exists(network)) {
        GTEST_SKIP() << photos << " or " << network << " is not here";
    }
    const TemporaryFolder folder;
    AlignRequest made;
    if (GetParam()) {
        made.sources = {(photos / "images").string()};
        made.detector = network;
        made.manyFaces = ManyFaces::Centre;
    } else {
        made.landmarks = photos / "landmarks.txt";
    }
    made.out = folder / "out";
    made.extension = ".png";
    RunControl control;
    const AlignOutcome outcome = alignFaces(made, control, {});
    EXPECT_EQ(outcome.written, 40U);
    expectAccounted(outcome);
    double sum = 0;
    double worst = 0;
    for (const auto& entry : fs::directory_iterator(photos / "aligned_112")) {
        const cv::Mat reference = decodeImageFile(entry.path());
        const double difference =
            greyDifference(reference, decodeImageFile(made.out / entry.path().filename()));
        EXPECT_LT(difference, 1.0) << entry.path();
        sum += difference / 40;
        worst = std::max(worst, difference);
    }
    std::printf("mean absolute difference %.4f grey levels, worst photo %.4f, remarks %zu\n", sum, worst,
                outcome.remarks.size());
}

INSTANTIATE_TEST_SUITE_P(Alignment, RealAlignment, ::testing::Values(false, true),
                         [](const auto& info) { return info.param ? "Detector" : "List"; });

}  // namespace
}  // namespace pf
