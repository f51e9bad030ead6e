#include "core/data/sets/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/data/images/resize.h"

namespace pf {

RgbImage toRgbImage(const cv::Mat& rgb) {
    if (rgb.type() != CV_8UC3) {
        throw Error(ErrorCode::Shape,
                    "an RGB image must have OpenCV type CV_8UC3, got " + std::to_string(rgb.type()));
    }
    RgbImage image{.width = rgb.cols, .height = rgb.rows, .pixels = {}};
    const std::size_t rowBytes = static_cast<std::size_t>(rgb.cols) * 3;
    image.pixels.reserve(rowBytes * static_cast<std::size_t>(rgb.rows));
    for (int y = 0; y < rgb.rows; ++y) {
        image.pixels.insert(image.pixels.end(), rgb.ptr(y), rgb.ptr(y) + rowBytes);
    }
    return image;
}

RgbImage decodeThumbnail(const FaceSet& faces, std::size_t index, int maxSide) {
    cv::Mat image = faces.decode(index);
    const int longer = std::max(image.cols, image.rows);
    if (maxSide > 0 && longer > maxSide) {
        const double ratio = static_cast<double>(maxSide) / longer;
        const auto reduced = [ratio](int side) {
            return std::max(1, static_cast<int>(std::lround(side * ratio)));
        };
        image = resizeAntialiased(image, reduced(image.rows), reduced(image.cols));
    }
    return toRgbImage(image);
}

}  // namespace pf
