#include "core/data/align/yunet_decoder.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::array<int, 3> kStrides = {8, 16, 32};
constexpr std::size_t kBoxFields = 4;
constexpr std::size_t kPointFields = 10;
constexpr std::size_t kAnchorFields = kBoxFields + kPointFields;

/// Refuses an output that has not the count of values that the input's size asks for.
void checkCount(const FloatArray& array, std::size_t expected, const std::string& name,
                const std::string& file) {
    throwIf(array.count() != expected, ErrorCode::Shape,
            "its output " + name + " has " + std::to_string(array.count()) + " values where " +
                std::to_string(expected) + " were expected; it is not a YuNet of a known kind",
            file);
}

double scoreOf(float first, float second, const std::string& file) {
    throwIf(!std::isfinite(first) || !std::isfinite(second), ErrorCode::Numeric,
            "the detector gives scores that are not finite; the file is damaged", file);
    const auto clamped = [](float v) { return std::clamp(static_cast<double>(v), 0.0, 1.0); };
    return std::sqrt(clamped(first) * clamped(second));
}

void addFinite(std::vector<DetectedFace>& faces, const DetectedFace& face, const std::string& file) {
    const auto finite = [](float v) { return std::isfinite(v); };
    throwIf(!std::all_of(face.box.begin(), face.box.end(), finite) ||
                !std::all_of(face.points.begin(), face.points.end(), finite),
            ErrorCode::Numeric, "the detector gives places that are not finite; the file is damaged", file);
    faces.push_back(face);
}

/// Cells of one stride: places are offsets in cells, sizes powers of e times the stride.
void decodeStride(std::span<const FloatArray> outputs, std::size_t level, int height, int width,
                  double minScore, const std::string& file, std::vector<DetectedFace>& faces) {
    const int stride = kStrides[level];
    const int columns = width / stride;
    const auto cells = static_cast<std::size_t>(columns) * static_cast<std::size_t>(height / stride);
    const FloatArray& cls = outputs[level];
    const FloatArray& obj = outputs[3 + level];
    const FloatArray& box = outputs[6 + level];
    const FloatArray& points = outputs[9 + level];
    const std::string suffix = "_" + std::to_string(stride);
    checkCount(cls, cells, "cls" + suffix, file);
    checkCount(obj, cells, "obj" + suffix, file);
    checkCount(box, cells * kBoxFields, "bbox" + suffix, file);
    checkCount(points, cells * kPointFields, "kps" + suffix, file);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        DetectedFace face;
        face.score = scoreOf(cls.values[cell], obj.values[cell], file);
        if (face.score < minScore) {
            continue;
        }
        const auto x = static_cast<float>(static_cast<int>(cell) % columns);
        const auto y = static_cast<float>(static_cast<int>(cell) / columns);
        const auto size = static_cast<float>(stride);
        const float* b = box.values.data() + cell * kBoxFields;
        const float w = std::exp(b[2]) * size;
        const float h = std::exp(b[3]) * size;
        face.box = {(x + b[0]) * size - w / 2, (y + b[1]) * size - h / 2, w, h};
        const float* p = points.values.data() + cell * kPointFields;
        for (std::size_t i = 0; i < kPointFields; i += 2) {
            face.points[i] = (p[i] + x) * size;
            face.points[i + 1] = (p[i + 1] + y) * size;
        }
        addFinite(faces, face, file);
    }
}

/// A place and size that the older network's offsets start from.
struct Anchor {
    float x;
    float y;
    float side;
};

std::vector<Anchor> anchorsOf(int height, int width) {
    static const std::array<std::vector<float>, 4> kSides = {
        {{10, 16, 24}, {32, 48}, {64, 96}, {128, 192, 256}}};
    std::vector<Anchor> anchors;
    int rows = (height + 1) / 2 / 2;
    int columns = (width + 1) / 2 / 2;
    for (std::size_t level = 0; level < kSides.size(); ++level) {
        rows /= 2;
        columns /= 2;
        const auto step = static_cast<float>(8 << level);
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                for (const float side : kSides[level]) {
                    anchors.push_back(
                        {(static_cast<float>(x) + 0.5F) * step, (static_cast<float>(y) + 0.5F) * step, side});
                }
            }
        }
    }
    return anchors;
}

std::vector<DetectedFace> decodeAnchors(std::span<const FloatArray> outputs, int height, int width,
                                        double minScore, const std::string& file) {
    constexpr float kPlaceVariance = 0.1F;
    constexpr float kHeightVariance = 0.2F;
    const std::vector<Anchor> anchors = anchorsOf(height, width);
    checkCount(outputs[0], anchors.size() * kAnchorFields, "loc", file);
    checkCount(outputs[1], anchors.size() * 2, "conf", file);
    checkCount(outputs[2], anchors.size(), "iou", file);
    std::vector<DetectedFace> faces;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        DetectedFace face;
        face.score = scoreOf(outputs[1].values[2 * i + 1], outputs[2].values[i], file);
        if (face.score < minScore) {
            continue;
        }
        const float* at = outputs[0].values.data() + i * kAnchorFields;
        const auto [x, y, side] = anchors[i];
        const float w = side * std::exp(at[2] * kPlaceVariance);
        const float h = side * std::exp(at[3] * kHeightVariance);
        face.box = {x + at[0] * kPlaceVariance * side - w / 2, y + at[1] * kPlaceVariance * side - h / 2, w,
                    h};
        for (std::size_t k = 0; k < kPointFields; k += 2) {
            face.points[k] = x + at[kBoxFields + k] * kPlaceVariance * side;
            face.points[k + 1] = y + at[kBoxFields + k + 1] * kPlaceVariance * side;
        }
        addFinite(faces, face, file);
    }
    return faces;
}

}  // namespace

const std::vector<std::string>& yunetOutputs(YunetLayout layout) {
    static const std::vector<std::string> kPerStride = {"cls_8",   "cls_16", "cls_32", "obj_8",
                                                        "obj_16",  "obj_32", "bbox_8", "bbox_16",
                                                        "bbox_32", "kps_8",  "kps_16", "kps_32"};
    static const std::vector<std::string> kAnchors = {"loc", "conf", "iou"};
    return layout == YunetLayout::PerStride ? kPerStride : kAnchors;
}

YunetLayout yunetLayout(const std::vector<std::string>& outputs, const std::string& file) {
    for (const YunetLayout layout : {YunetLayout::PerStride, YunetLayout::Anchors}) {
        const auto& needed = yunetOutputs(layout);
        if (std::all_of(needed.begin(), needed.end(), [&](const std::string& name) {
                return std::find(outputs.begin(), outputs.end(), name) != outputs.end();
            })) {
            return layout;
        }
    }
    const std::string found = joined(std::span(outputs).first(std::min<std::size_t>(outputs.size(), 8)));
    failData(file, "it is not a YuNet face detector: its outputs are ", found.empty() ? "none" : found,
             outputs.size() > 8 ? " ..." : "",
             ", expected cls, obj, bbox and kps with _8, _16 and _32, or loc, conf and iou");
}

std::vector<DetectedFace> decodeYunet(YunetLayout layout, std::span<const FloatArray> outputs, int height,
                                      int width, double minScore, const std::string& file) {
    const std::size_t expected = yunetOutputs(layout).size();
    throwIf(outputs.size() != expected || height <= 0 || width <= 0 || height % 32 != 0 || width % 32 != 0,
            ErrorCode::Internal,
            "decodeYunet was given " + std::to_string(outputs.size()) + " arrays for an input of " +
                std::to_string(height) + " x " + std::to_string(width));
    if (layout == YunetLayout::Anchors) {
        return decodeAnchors(outputs, height, width, minScore, file);
    }
    std::vector<DetectedFace> faces;
    for (std::size_t level = 0; level < kStrides.size(); ++level) {
        decodeStride(outputs, level, height, width, minScore, file, faces);
    }
    return faces;
}

double boxOverlap(const DetectedFace& a, const DetectedFace& b) {
    const double width = std::min(a.box[0] + a.box[2], b.box[0] + b.box[2]) - std::max(a.box[0], b.box[0]);
    const double height = std::min(a.box[1] + a.box[3], b.box[1] + b.box[3]) - std::max(a.box[1], b.box[1]);
    const double inside = std::max(0.0, width) * std::max(0.0, height);
    const double total = static_cast<double>(a.box[2]) * a.box[3] + static_cast<double>(b.box[2]) * b.box[3];
    return total > inside ? inside / (total - inside) : 0.0;
}

std::vector<DetectedFace> suppressOverlaps(std::vector<DetectedFace> faces, double maxOverlap,
                                           std::size_t limit) {
    std::ranges::stable_sort(faces, std::ranges::greater{}, &DetectedFace::score);
    faces.resize(std::min(faces.size(), limit));
    std::vector<DetectedFace> kept;
    for (const DetectedFace& face : faces) {
        if (std::none_of(kept.begin(), kept.end(),
                         [&](const DetectedFace& other) { return boxOverlap(face, other) > maxOverlap; })) {
            kept.push_back(face);
        }
    }
    return kept;
}

}  // namespace pf
