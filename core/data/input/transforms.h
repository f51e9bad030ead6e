// Applying image transforms.
#pragma once

#include <vector>

#include "core/base/rng.h"
#include "core/data/images/resize.h"
#include "core/data/input/transform_table.h"

namespace cv {
class Mat;
}

namespace pf {

/// Applies one transform to an 8-bit RGB image; random ones do nothing without `augment`, except that crops
/// then take the centre. `resize` without parameters resizes to inputHeight x inputWidth; standardise and
/// scale change no pixel here (they belong to `preprocessInto`). Determinism: the image depends on the
/// stream's state only.
cv::Mat applyTransform(const cv::Mat& rgb, const TransformSpec& spec, int inputHeight, int inputWidth,
                       Rng* augment, ResizeFilter filter = ResizeFilter::Bilinear);

/// The four corner crops and the central one, then, for ten, their mirror images: views for test-time
/// averaging.
std::vector<cv::Mat> cropViews(const cv::Mat& rgb, int height, int width, bool ten);

}  // namespace pf
