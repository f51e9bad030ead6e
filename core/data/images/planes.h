// An interleaved 8-bit image as normalised float planes. Internal to pf_data.
#pragma once

#include <array>
#include <span>

namespace cv {
class Mat;
}

namespace pf {

/// Writes (x - mean) / std of every pixel, plane by plane, the same float for the same level everywhere.
/// Shapes: image CV_8UC3 [H, W], chw float32 [3, H, W]. `swapped`: the planes are in the opposite order of
/// the image's channels; mean and std are in the planes' order. `flip` mirrors left to right.
void writePlanes(const cv::Mat& image, const std::array<float, 3>& mean, const std::array<float, 3>& std,
                 bool swapped, bool flip, std::span<float> chw);

}  // namespace pf
