// JPEG straight to RGB by libjpeg-turbo. Internal to pf_data.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace cv {
class Mat;
}

namespace pf {

/// Decodes a JPEG that `checkImage` accepted; the pixels equal cv::imdecode's bit for bit. Nothing when the
/// image is one for OpenCV's reader: with an EXIF record (it may ask for a rotation), or of four colours.
/// Throws: Error(Data) naming the image when the entropy-coded data is damaged, which OpenCV would not say.
std::optional<cv::Mat> decodeJpeg(std::span<const std::byte> bytes, const std::string& name);

}  // namespace pf
