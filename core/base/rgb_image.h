// Plain 8-bit pixels for code that must not know OpenCV.
#pragma once

#include <cstdint>
#include <vector>

namespace pf {

/// An 8-bit RGB image, rows packed from the top.
struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  ///< height x width x 3

    bool empty() const { return width == 0 || height == 0; }
};

}  // namespace pf
