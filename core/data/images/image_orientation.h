// How a photo is to be turned before it is looked at, as its EXIF record says.
#pragma once

#include <cstddef>

#include "core/data/images/image_structure.h"

namespace cv {
class Mat;
}

namespace pf {

/// What makes the picture of the stored pixels: rows for columns first, then the flips.
struct Turn {
    bool swapsSides = false;
    bool leftRight = false;
    bool upsideDown = false;
};
Turn turnOf(Orientation orientation);

/// The orientation that the TIFF structure in `length` bytes from `begin` names ("Exif\0\0" in front of it is
/// stepped over); Stored when it names none, or is damaged: a photo is not lost for that.
Orientation exifOrientation(const ByteReader& in, std::size_t begin, std::size_t length);

/// The picture as it is to be seen.
cv::Mat turned(const cv::Mat& stored, Orientation orientation);

}  // namespace pf
