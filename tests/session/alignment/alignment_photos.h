// Photos made of synthetic faces, turned and scaled in a known way, with a list of their landmarks.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <string>

#include "core/base/text.h"
#include "core/data/align/similarity.h"
#include "core/data/images/image_decoder.h"
#include "core/data/synthetic/synthetic_faces.h"
#include "core/session/alignment/alignment.h"
#include "core/session/alignment/internal/alignment_report.h"
#include "tests/support/temporary_folder.h"

namespace pf::test {

inline constexpr int kPhotoWidth = 320;
inline constexpr int kPhotoHeight = 240;

/// A face as an aligned crop would show it.
inline cv::Mat faceOf(int person) {
    SyntheticFaceOptions options;
    options.imageSize = 112;
    options.maxDegradation = 0;
    return renderSyntheticFace(options, person, 0);
}

/// From the crop's pixels to the photo's.
inline Similarity placeOf(int person) {
    const double angle = (person % 7 - 3) * 0.2;
    const double scale = 0.9 + 0.1 * (person % 5);
    return {.a = scale * std::cos(angle),
            .b = scale * std::sin(angle),
            .tx = 90.0 + 7 * (person % 4) + 60 * std::sin(angle),
            .ty = 60.0 + 5 * (person % 3) - 30 * std::sin(angle)};
}

inline void paste(cv::Mat& photo, const cv::Mat& face, const Similarity& place) {
    const cv::Matx23d map(place.a, -place.b, place.tx, place.b, place.a, place.ty);
    cv::warpAffine(face, photo, map, photo.size(), cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
}

inline FacePoints landmarksAt(const Similarity& place) {
    FacePoints points{};
    const FacePoints& face = alignTemplate(112, 112).points;
    for (std::size_t i = 0; i < face.size(); i += 2) {
        const auto [x, y] = place.apply(face[i], face[i + 1]);
        points[i] = static_cast<float>(x);
        points[i + 1] = static_cast<float>(y);
    }
    return points;
}

inline std::string listLine(const std::string& name, const FacePoints& points) {
    std::string line = name;
    for (const float value : points) {
        line += " " + formatNumber(static_cast<double>(value));
    }
    return line + "\n";
}

inline void writePhoto(const std::filesystem::path& file, const cv::Mat& rgb) {
    std::filesystem::create_directories(file.parent_path());
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    ASSERT_TRUE(cv::imwrite(file.string(), bgr));
}

inline double greyDifference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

/// Ten photos in two folders with a list in the folder above, and room for what comes out.
class AlignmentOfPhotos : public ::testing::Test {
  protected:
    static constexpr int kCount = 10;

    void SetUp() override {
        for (int i = 0; i < kCount; ++i) {
            cv::Mat photo(kPhotoHeight, kPhotoWidth, CV_8UC3, cv::Scalar(96, 104, 112));
            paste(photo, faceOf(i), placeOf(i));
            writePhoto(folder / ("photos/" + nameOf(i)), photo);
            text += listLine(nameOf(i), landmarksAt(placeOf(i)));
        }
    }
    static std::string nameOf(int i) { return (i % 2 == 0 ? "anna/" : "ben/") + std::to_string(i) + ".png"; }

    AlignRequest request() {
        folder.write("list.txt", text);
        AlignRequest made;
        made.sources = {(folder / "photos").string()};
        made.landmarks = folder / "list.txt";
        made.out = folder / "out";
        made.extension = ".png";
        return made;
    }
    AlignOutcome align(const AlignRequest& made) {
        RunControl control;
        return alignFaces(made, control, {});
    }
    cv::Mat crop(const std::string& name) const { return decodeImageFile(folder / ("out/" + name)); }

    TemporaryFolder folder;
    std::string text;
};

/// Every photo has a crop or exactly says why not.
inline void expectAccounted(const AlignOutcome& outcome) {
    EXPECT_EQ(outcome.photos, outcome.withCrop + outcome.withoutCrop);
    std::set<std::string> without;
    for (const AlignRemark& remark : outcome.remarks) {
        EXPECT_FALSE(remark.detail.empty());
        if (!remark.written) {
            without.insert(remark.photo);
        }
    }
    EXPECT_EQ(without.size(), outcome.withoutCrop);
    std::map<std::string, bool> photos;
    std::size_t crops = 0;
    for (const AlignRow& row : readAlignCsv(outcome.report, false)) {
        photos[row.photo] = !row.crop.empty();
        crops += row.crop.empty() ? 0 : 1;
        EXPECT_TRUE(row.crop.empty() || std::filesystem::exists(outcome.report.parent_path() / row.crop));
    }
    EXPECT_EQ(photos.size(), outcome.photos);
    EXPECT_EQ(crops, outcome.written + outcome.kept);
}

inline std::map<std::string, std::string> kindsOf(const AlignOutcome& outcome) {
    std::map<std::string, std::string> kinds;
    for (const AlignRemark& remark : outcome.remarks) {
        kinds[std::filesystem::path(remark.photo).filename().string()] +=
            remark.kind + (remark.written ? "+" : "-");
    }
    return kinds;
}

}  // namespace pf::test
