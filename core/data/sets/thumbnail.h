// Images for display.
#pragma once

#include <cstddef>

#include "core/base/rgb_image.h"
#include "core/data/face_set.h"

namespace cv {
class Mat;
}

namespace pf {

/// The image of a set, reduced so that neither side exceeds `maxSide` (0: full size; never enlarged).
/// Throws: Error(Data) naming an image that cannot be read.
RgbImage decodeThumbnail(const FaceSet& faces, std::size_t index, int maxSide);

/// The image reduced so that neither side exceeds `maxSide`; itself when it does not.
cv::Mat reducedTo(const cv::Mat& rgb, int maxSide);

/// Pixels of a CV_8UC3 RGB matrix.
RgbImage toRgbImage(const cv::Mat& rgb);

}  // namespace pf
