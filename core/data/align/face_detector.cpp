#include "core/data/align/face_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace pf {
namespace {

/// Longer sides at which a photo is looked at, in this order.
constexpr std::array<int, 4> kSides = {320, 160, 640, 1280};
constexpr int kTrainedSide = 320;
constexpr int kMultiple = 32;
constexpr int kLeast = 64;
/// Width in pixels of the network's input below which it finds hardly any face (measured on LFW: 14 pixels
/// 37 of 40, 10 pixels 5 of 40).
constexpr double kSmallestInput = 12;

constexpr double kSameFace = 0.3;
/// Faces seen narrower than this are looked at more closely, in a square this many times as wide as they are.
constexpr double kRoughBelow = 48;
constexpr double kSurroundings = 3;

int filledUp(int side) {
    // OpenCV 4.6 reads beyond the end of an input with one row of cells, and finds faces there.
    return std::max(kLeast, (side + kMultiple - 1) / kMultiple * kMultiple);
}

/// A photo at the size the network sees, and the way back.
struct Scaled {
    std::vector<float> input;  ///< [3, height, width], BGR from 0 to 255
    int height = 0;
    int width = 0;
    double scaleX = 1;
    double scaleY = 1;
};

Scaled scaledTo(const cv::Mat& rgb, int side, int fixedSide) {
    const double scale = static_cast<double>(side) / std::max(rgb.cols, rgb.rows);
    const auto scaled = [scale, side](int length) {
        return std::clamp(static_cast<int>(std::lround(length * scale)), 1, side);
    };
    cv::Mat small;
    // Bilinear interpolation would see every fourth pixel only when a photo is reduced by far.
    cv::resize(rgb, small, {scaled(rgb.cols), scaled(rgb.rows)}, 0, 0,
               scale < 0.5 ? cv::INTER_AREA : cv::INTER_LINEAR);
    Scaled result;
    result.height = fixedSide > 0 ? fixedSide : filledUp(small.rows);
    result.width = fixedSide > 0 ? fixedSide : filledUp(small.cols);
    result.scaleX = static_cast<double>(small.cols) / rgb.cols;
    result.scaleY = static_cast<double>(small.rows) / rgb.rows;
    const auto plane = static_cast<std::size_t>(result.height) * static_cast<std::size_t>(result.width);
    result.input.assign(3 * plane, 0.0F);
    for (int y = 0; y < small.rows; ++y) {
        const auto* row = small.ptr<unsigned char>(y);
        float* out =
            result.input.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(result.width);
        for (int x = 0; x < small.cols; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                out[channel * plane + static_cast<std::size_t>(x)] =
                    row[3 * x + 2 - static_cast<int>(channel)];
            }
        }
    }
    return result;
}

}  // namespace

FaceDetector::FaceDetector(const std::filesystem::path& file)
    : network_(file), layout_(yunetLayout(network_.outputNames(), file.string())) {
    if (accepts(kTrainedSide)) {
        fixedSide_ = accepts(kTrainedSide / 2) ? 0 : kTrainedSide;
        return;
    }
    for (const int side : kSides) {
        if (side != kTrainedSide && accepts(side)) {
            fixedSide_ = side;
            return;
        }
    }
    // No size is accepted: let the error of the usual one say why.
    lookAt(cv::Mat::zeros(kTrainedSide, kTrainedSide, CV_8UC3), kTrainedSide, 1.0);
}

bool FaceDetector::accepts(int side) {
    try {
        lookAt(cv::Mat::zeros(side, side, CV_8UC3), side, 1.0);
        return true;
    } catch (const Error&) {
        return false;
    }
}

std::vector<int> FaceDetector::sidesFor(int longer) const {
    if (fixedSide_ > 0) {
        return {fixedSide_, fixedSide_ / 2};
    }
    std::vector<int> sides = {kSides[0], kSides[1]};
    for (const int side : {kSides[2], kSides[3]}) {
        if (longer > side / 2) {
            sides.push_back(std::min(side, longer));
        }
    }
    return sides;
}

std::vector<DetectedFace> FaceDetector::lookAt(const cv::Mat& rgb, int side, double floor) {
    const Scaled scaled = scaledTo(rgb, side, fixedSide_);
    const std::vector<FloatArray> outputs =
        network_.forward(scaled.input, {1, 3, scaled.height, scaled.width}, yunetOutputs(layout_));
    std::vector<DetectedFace> faces =
        decodeYunet(layout_, outputs, scaled.height, scaled.width, floor, network_.file().string());
    for (DetectedFace& face : faces) {
        face.seenWidth = static_cast<double>(face.box[2]);
        for (std::size_t i = 0; i < face.points.size(); ++i) {
            face.points[i] /= static_cast<float>(i % 2 == 0 ? scaled.scaleX : scaled.scaleY);
        }
        for (std::size_t i = 0; i < face.box.size(); ++i) {
            face.box[i] /= static_cast<float>(i % 2 == 0 ? scaled.scaleX : scaled.scaleY);
        }
    }
    return suppressOverlaps(std::move(faces), kSameFace);
}

std::vector<DetectedFace> FaceDetector::detect(const cv::Mat& rgb, const DetectOptions& options,
                                               const std::stop_token& stop) {
    throwIf(rgb.empty() || rgb.type() != CV_8UC3, ErrorCode::Shape,
            "the photo for the face detector must be 8-bit RGB and not empty");
    std::vector<DetectedFace> found;
    for (const int side : sidesFor(std::max(rgb.cols, rgb.rows))) {
        if (stop.stop_requested()) {
            break;
        }
        const auto sure = [&](const DetectedFace& face) { return face.score >= options.minScore; };
        const std::size_t before = found.size();
        for (const DetectedFace& face : lookAt(rgb, side, options.floor)) {
            const auto known = found.begin() + static_cast<std::ptrdiff_t>(before);
            // What an earlier size is sure of stays as it saw it.
            if (std::none_of(found.begin(), known, [&](const DetectedFace& other) {
                    return sure(other) && boxOverlap(face, other) > kSameFace;
                })) {
                found.push_back(face);
            }
        }
        if (!options.everySize && std::any_of(found.begin(), found.end(), sure)) {
            break;
        }
    }
    found = suppressOverlaps(std::move(found), kSameFace);
    for (DetectedFace& face : found) {
        if (options.refine && face.score >= options.minScore && face.seenWidth < kRoughBelow &&
            !stop.stop_requested()) {
            lookCloser(rgb, options.minScore, face);
        }
    }
    return found;
}

void FaceDetector::lookCloser(const cv::Mat& rgb, double minScore, DetectedFace& face) {
    const auto half = static_cast<float>(kSurroundings / 2) * std::max(face.box[2], face.box[3]);
    const float x = face.box[0] + face.box[2] / 2;
    const float y = face.box[1] + face.box[3] / 2;
    const auto inside = [](float v, int size) {
        return static_cast<int>(std::clamp(v, 0.0F, static_cast<float>(size)));
    };
    const cv::Rect around(cv::Point(inside(x - half, rgb.cols), inside(y - half, rgb.rows)),
                          cv::Point(inside(x + half, rgb.cols), inside(y + half, rgb.rows)));
    if (around.empty()) {
        return;
    }
    double bestOverlap = kSameFace;
    DetectedFace best = face;
    for (DetectedFace closer : lookAt(rgb(around), fixedSide_ > 0 ? fixedSide_ : kTrainedSide, minScore)) {
        closer.box[0] += static_cast<float>(around.x);
        closer.box[1] += static_cast<float>(around.y);
        for (std::size_t i = 0; i < closer.points.size(); ++i) {
            closer.points[i] += static_cast<float>(i % 2 == 0 ? around.x : around.y);
        }
        if (const double overlap = boxOverlap(closer, face); overlap > bestOverlap) {
            bestOverlap = overlap;
            best = closer;
        }
    }
    best.score = face.score;
    face = best;
}

double FaceDetector::smallestFace(int width, int height) const {
    const int longer = std::max({width, height, 1});
    const std::vector<int> sides = sidesFor(longer);
    return kSmallestInput * longer / *std::max_element(sides.begin(), sides.end());
}

}  // namespace pf
