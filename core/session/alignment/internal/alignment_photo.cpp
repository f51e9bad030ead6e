#include "core/session/alignment/internal/alignment_photo.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/align/photo_plan.h"
#include "core/data/images/image_decoder.h"
#include "core/data/read_retry.h"
#include "core/data/sets/thumbnail.h"

namespace pf {
namespace {

/// Landmarks of a face at the edge lie outside by some pixels in any photo; beyond these the crop shows it.
constexpr float kEdge = 0.5F;

std::string rounded(double value, int digits = 0) {
    return formatted("%.*f", digits, value);
}

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

/// Middle and extent of a face: of its box where there is one, else of its points.
struct Extent {
    double x = 0;
    double y = 0;
    double size = 0;
};

Extent extentOf(const PhotoFace& face) {
    Extent extent;
    for (std::size_t i = 0; i < face.points.size(); i += 2) {
        extent.x += static_cast<double>(face.points[i]) / 5;
        extent.y += static_cast<double>(face.points[i + 1]) / 5;
    }
    for (std::size_t i = 0; i < face.points.size(); i += 2) {
        extent.size += std::pow(face.points[i] - extent.x, 2) + std::pow(face.points[i + 1] - extent.y, 2);
    }
    if (face.box[2] > 0) {
        extent = {.x = static_cast<double>(face.box[0] + face.box[2] / 2),
                  .y = static_cast<double>(face.box[1] + face.box[3] / 2),
                  .size = static_cast<double>(face.box[2]) * face.box[3]};
    }
    return extent;
}

}  // namespace

std::vector<PhotoRemark> AlignedPhoto::allRemarks() const {
    std::vector<PhotoRemark> all = remarks;
    for (const PhotoFace& face : faces) {
        all.insert(all.end(), face.remarks.begin(), face.remarks.end());
    }
    return all;
}

PhotoAligner::PhotoAligner(const AlignRequest& request, const LandmarkList* landmarks)
    : request_(request), landmarks_(landmarks), places_(alignTemplate(request.height, request.width)) {
    if (!request.detector.empty()) {
        detector_.emplace(request.detector);
    }
}

FaceEvidence openEvidence(const AlignRequest& request) {
    FaceEvidence evidence;
    if (!request.landmarks.empty()) {
        evidence.landmarks = readLandmarkList(request.landmarks);
        evidence.sha256 = evidence.landmarks->sha256;
        evidence.reading = evidence.landmarks->describe();
    } else {
        evidence.sha256 = FaceDetector(request.detector).sha256();
        evidence.reading = "YuNet face detector " + request.detector.filename().string();
    }
    return evidence;
}

LandmarkReading PhotoAligner::readingOf(const FacePoints& points, const cv::Mat& rgb) {
    LandmarkReading reading{.points = points};
    for (std::size_t i = 0; i < points.size(); i += 2) {
        const bool inside = points[i] >= 0 && points[i + 1] >= 0 &&
                            points[i] < static_cast<float>(rgb.cols) &&
                            points[i + 1] < static_cast<float>(rgb.rows);
        reading.inside += inside ? 0.2 : 0;
    }
    try {
        reading.turn = turnFromUpright(points, places_.points);
        reading.distance = shapeDistance(points, places_.points);
        if (detector_) {
            const cv::Mat crop =
                warpFace(rgb, fitSimilarity(points, places_.points), places_.height, places_.width);
            reading.faceScore = 0;
            for (const DetectedFace& face :
                 detector_->detect(crop, {.minScore = 0.6, .floor = 0.1, .refine = false})) {
                reading.faceScore = std::max(reading.faceScore, face.score);
            }
        }
    } catch (const Error&) {
        // Points that coincide are no reading; their remark says so.
    }
    return reading;
}

/// The listed face in the picture as it is seen, with what there is to say of how it was read.
PhotoFace PhotoAligner::seenFace(const ListedFace& face, const cv::Mat& rgb, Orientation orientation) {
    PhotoFace found{.points = face.points};
    if (orientation == Orientation::Stored) {
        return found;
    }
    const std::array<LandmarkReading, 2> readings = {
        readingOf(face.points, rgb),
        readingOf(pointsAsSeen(face.points, orientation, rgb.cols, rgb.rows), rgb)};
    const std::optional<std::size_t> better = betterReading(readings);
    const bool isTold = request_.landmarksIn != LandmarksIn::FindOut;
    const std::size_t used =
        isTold ? static_cast<std::size_t>(request_.landmarksIn == LandmarksIn::Stored) : better.value_or(0);
    found.points = readings[used].points;
    constexpr std::array<const char*, 2> kOf = {"the picture as it is shown", "the stored pixels"};
    constexpr std::array<const char*, 2> kOption = {"shown", "stored"};
    const auto remark = [&](const std::string& text) {
        found.remarks.push_back({"turned", "the photo's EXIF record turns it; " + text});
    };
    if (isTold && better && *better != used) {
        remark(std::string("the landmarks were taken as of ") + kOf[used] + ", as told, but they fit " +
               kOf[*better] + " better: look at the crop (--landmarks-in " + kOption[*better] + ")");
    } else if (!isTold && !better) {
        remark(std::string("whether the landmarks are of ") + kOf[0] + " or of " + kOf[1] +
               " cannot be told, and the former was taken: look at the crop (--landmarks-in stored, or give "
               "a detector to judge)");
    } else if (!isTold && used == 1) {
        remark(std::string("the landmarks are of ") + kOf[1] + " and were turned with it");
    }
    return found;
}

std::vector<std::size_t> PhotoAligner::listed(AlignedPhoto& result, const cv::Mat& rgb,
                                              Orientation orientation, const Photo& photo) {
    std::vector<std::size_t> good;
    for (const std::size_t index : photo.faces) {
        const ListedFace& face = landmarks_->faces[index];
        PhotoFace found = seenFace(face, rgb, orientation);
        const std::string place = landmarks_->place(face);
        try {
            fitSimilarity(found.points, places_.points);
            const double distance = shapeDistance(found.points, places_.points);
            if (distance > kOddShape) {
                found.remarks.push_back(
                    {"odd landmarks", place + ": the five points hardly are eyes, nose and mouth (distance " +
                                          rounded(distance, 2) + " of 1 from a face's shape)"});
            }
            good.push_back(result.faces.size());
        } catch (const Error& error) {
            found.remarks.push_back({"no landmarks", place + ": " + error.what()});
        }
        result.faces.push_back(std::move(found));
    }
    return good;
}

std::vector<std::size_t> PhotoAligner::detected(AlignedPhoto& result, const cv::Mat& rgb,
                                                const std::stop_token& stop) {
    const DetectOptions options{.minScore = request_.minScore,
                                .floor = std::min(0.3, request_.minScore),
                                .everySize = request_.manyFaces != ManyFaces::Largest};
    std::vector<std::size_t> good;
    for (const DetectedFace& face : detector_->detect(rgb, options, stop)) {
        if (face.score >= request_.minScore) {
            good.push_back(result.faces.size());
        }
        result.faces.push_back({.box = face.box, .points = face.points, .score = face.score});
    }
    if (result.faces.empty()) {
        result.remarks.push_back({"no face", "nothing scored " + rounded(options.floor, 2) +
                                                 " or more; in a photo of " + sizeText(rgb.cols, rgb.rows) +
                                                 " pixels faces narrower than about " +
                                                 rounded(detector_->smallestFace(rgb.cols, rgb.rows)) +
                                                 " pixels cannot be found"});
    } else if (good.empty()) {
        result.remarks.push_back(
            {"low score", "the best of " + std::to_string(result.faces.size()) +
                              (result.faces.size() == 1 ? " find scores " : " finds scores ") +
                              rounded(result.faces.front().score, 3) + ", below " +
                              formatNumber(request_.minScore)});
    }
    return good;
}

/// Says which landmarks the photo does not show; false when it shows none.
bool PhotoAligner::isInside(PhotoFace& face, const cv::Mat& rgb) const {
    int outside = 0;
    for (std::size_t i = 0; i < face.points.size(); i += 2) {
        const float x = face.points[i];
        const float y = face.points[i + 1];
        const bool inside = x >= -kEdge && y >= -kEdge && x <= static_cast<float>(rgb.cols) - 1 + kEdge &&
                            y <= static_cast<float>(rgb.rows) - 1 + kEdge;
        outside += inside ? 0 : 1;
    }
    if (outside > 0) {
        const std::string photo = "of the photo of " + sizeText(rgb.cols, rgb.rows) + " pixels";
        face.remarks.push_back({"outside", outside == 5
                                               ? "all landmarks lie outside " + photo +
                                                     "; is the list of the same photo in another size?"
                                               : std::to_string(outside) + " of 5 landmarks lie outside " +
                                                     photo + "; the crop is black there"});
    }
    return outside < 5;
}

void PhotoAligner::crop(PhotoFace& face, const cv::Mat& rgb) const {
    face.crop =
        toRgbImage(warpFace(rgb, fitSimilarity(face.points, places_.points), places_.height, places_.width));
}

/// Applies the rule for several faces and crops what is left.
void PhotoAligner::keep(AlignedPhoto& result, const std::vector<std::size_t>& good,
                        const cv::Mat& rgb) const {
    std::vector<std::size_t> chosen = good;
    if (good.size() > 1) {
        const auto best = [&](const auto& value) {
            return std::vector<std::size_t>{
                *std::max_element(good.begin(), good.end(), [&](std::size_t a, std::size_t b) {
                    return value(extentOf(result.faces[a])) < value(extentOf(result.faces[b]));
                })};
        };
        if (request_.manyFaces == ManyFaces::Largest) {
            chosen = best([](const Extent& e) { return e.size; });
        } else if (request_.manyFaces == ManyFaces::Centre) {
            chosen = best([&](const Extent& e) {
                return -std::hypot(e.x - (rgb.cols - 1) / 2.0, e.y - (rgb.rows - 1) / 2.0);
            });
        } else if (request_.manyFaces == ManyFaces::Skip) {
            chosen.clear();
        }
        // By ManyFaces.
        constexpr const char* kWhat[] = {" faces; the largest was kept",
                                         " faces; the one nearest to the middle was kept",
                                         " faces; all were kept", " faces; none was kept"};
        result.remarks.push_back({"several faces", std::to_string(good.size()) +
                                                       kWhat[static_cast<std::size_t>(request_.manyFaces)]});
    }
    for (const std::size_t index : chosen) {
        PhotoFace& face = result.faces[index];
        face.kept = isInside(face, rgb);
        try {
            if (face.kept) {
                crop(face, rgb);
            }
        } catch (const Error& error) {
            face.kept = false;
            face.remarks.push_back({"failed", error.what()});
        }
    }
}

AlignedPhoto PhotoAligner::align(const Photo& photo, const std::stop_token& stop, int thumbnailSide) {
    AlignedPhoto result;
    if (!photo.missing.empty()) {
        result.remarks.push_back({"missing", photo.missing});
        return result;
    }
    if (landmarks_ != nullptr && photo.faces.empty()) {
        result.remarks.push_back(
            {"no landmarks", landmarks_->file.filename().string() + " has no line for it"});
        if (thumbnailSide == 0) {
            return result;
        }
    }
    cv::Mat rgb;
    Orientation orientation = Orientation::Stored;
    try {
        const std::vector<std::byte> bytes = readImageFile(photo.path);
        orientation = checkImage(bytes, photo.path.string()).orientation;
        rgb = decodeImage(bytes, photo.path.string());
    } catch (const Error& error) {
        result.remarks.push_back({"unreadable", skipReason(error)});
        return result;
    }
    if (thumbnailSide > 0) {
        result.thumbnailScale =
            std::min(1.0, static_cast<double>(thumbnailSide) / std::max(rgb.cols, rgb.rows));
        result.thumbnail = toRgbImage(reducedTo(rgb, thumbnailSide));
    }
    std::vector<std::size_t> good;
    if (landmarks_ != nullptr) {
        good = listed(result, rgb, orientation, photo);
    } else {
        try {
            good = detected(result, rgb, stop);
        } catch (const Error& error) {
            // Of one photo's shape or content: the others are not to suffer.
            result.faces.clear();
            result.remarks.push_back(
                {"failed", std::string("the detector gave no usable answer: ") + error.what()});
        }
    }
    if (stop.stop_requested()) {
        return result;
    }
    keep(result, good, rgb);
    for (PhotoFace& face : result.faces) {
        try {
            if (thumbnailSide > 0 && face.crop.empty()) {
                crop(face, rgb);
            }
        } catch (const Error&) {
            // Points that coincide have no crop to show; their remark says so.
        }
    }
    return result;
}

}  // namespace pf
