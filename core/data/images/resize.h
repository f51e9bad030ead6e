// Antialiased resizing, equal to Pillow's.
#pragma once

#include <string_view>

namespace cv {
class Mat;
}

namespace pf {

enum class ResizeFilter { Bilinear, Bicubic, Lanczos };

/// "bilinear", "bicubic", "lanczos".
std::string_view resizeFilterName(ResizeFilter filter);

/// Resizes an 8-bit image with a separable filter whose support grows with the reduction, in 22-bit fixed
/// point. Shapes: CV_8UC1 or CV_8UC3 in, the same type out. The image itself (shared pixels) when the size is
/// already right. Source: Pillow's `Image.resize` (libImaging/Resample.c), bit for bit.
cv::Mat resizeAntialiased(const cv::Mat& image, int height, int width,
                          ResizeFilter filter = ResizeFilter::Bilinear);

}  // namespace pf
