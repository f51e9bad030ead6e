// What YuNet's output arrays mean.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/data/align/similarity.h"
#include "core/data/onnx_network.h"

namespace pf {

/// A face as a detector saw it. Units: pixels of the picture it was given.
struct DetectedFace {
    std::array<float, 4> box{};  ///< x, y, width, height
    FacePoints points{};
    double score = 0;      ///< 0 to 1
    double seenWidth = 0;  ///< of the box as the network saw it; 0 unknown. Units: pixels of its input
};

/// How a YuNet file gives its results.
enum class YunetLayout {
    /// cls, obj, bbox, kps per stride 8, 16, 32 (yunet_n, yunet_s, face_detection_yunet_2023mar).
    PerStride,
    /// loc, conf, iou over anchors (face_detection_yunet_2021dec, 2022mar).
    Anchors,
};

/// The layout that has these outputs. Throws: Error(Data) with `file` naming the outputs found and expected.
YunetLayout yunetLayout(const std::vector<std::string>& outputs, const std::string& file);

/// The outputs to ask for, in the order `decodeYunet` takes them.
const std::vector<std::string>& yunetOutputs(YunetLayout layout);

/// The faces with at least `minScore`, in pixels of the network's input of height x width (multiples of 32).
/// Shapes: as the layout has them for that input. Throws: Error(Shape) naming the output of another size;
/// Error(Numeric) for scores or places that are not finite.
/// Source: OpenCV's FaceDetectorYN (modules/objdetect/src/face_detect.cpp): PerStride as in 4.8, Anchors as
/// in 4.5.4; score = sqrt(class score x objectness, or overlap, both clamped to [0, 1]).
std::vector<DetectedFace> decodeYunet(YunetLayout layout, std::span<const FloatArray> outputs, int height,
                                      int width, double minScore, const std::string& file);

/// The share of the area of both boxes that they have in common, 0 to 1.
double boxOverlap(const DetectedFace& a, const DetectedFace& b);

/// The best faces, no two of which overlap by more than `maxOverlap` of their union; best first, at most
/// `limit`. Equal scores keep their order.
std::vector<DetectedFace> suppressOverlaps(std::vector<DetectedFace> faces, double maxOverlap = 0.3,
                                           std::size_t limit = 5000);

}  // namespace pf
