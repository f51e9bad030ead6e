#include "core/data/sets/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/data/images/resize.h"

namespace pf {

RgbImage toRgbImage(const cv::Mat& rgb) {
    throwIf(rgb.type() != CV_8UC3, ErrorCode::Shape,
            "an RGB image must have OpenCV type CV_8UC3, got " + std::to_string(rgb.type()));
    RgbImage image{.width = rgb.cols, .height = rgb.rows, .pixels = {}};
    const std::size_t rowBytes = static_cast<std::size_t>(rgb.cols) * 3;
    image.pixels.reserve(rowBytes * static_cast<std::size_t>(rgb.rows));
    for (int y = 0; y < rgb.rows; ++y) {
        image.pixels.insert(image.pixels.end(), rgb.ptr(y), rgb.ptr(y) + rowBytes);
    }
    return image;
}

cv::Mat reducedTo(const cv::Mat& rgb, int maxSide) {
    const double ratio = std::min(1.0, static_cast<double>(maxSide) / std::max(rgb.cols, rgb.rows));
    const auto reduced = [ratio](int side) {
        return std::max(1, static_cast<int>(std::lround(side * ratio)));
    };
    return resizeAntialiased(rgb, reduced(rgb.rows), reduced(rgb.cols));
}

RgbImage decodeThumbnail(const FaceSet& faces, std::size_t index, int maxSide) {
    const cv::Mat image = faces.decode(index);
    return toRgbImage(maxSide > 0 ? reducedTo(image, maxSide) : image);
}

}  // namespace pf
