// Bytes or files to 8-bit RGB, refusing what a decoder would silently accept.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/data/images/image_header.h"

namespace cv {
class Mat;
}

namespace pf {

/// Decodes JPEG, PNG, BMP, WebP or PNM bytes to RGB (CV_8UC3); grey, 16-bit, palette and RGBA images are
/// converted (alpha is dropped). A photo's EXIF orientation is applied, of every format, so that a face that
/// was taken upright is seen upright. Throws: Error(Data) naming the image for whatever `checkImage` refuses
/// and for content the decoder rejects.
cv::Mat decodeImage(std::span<const std::byte> bytes, const std::string& name,
                    const ImageLimits& limits = {});

/// The same for a file.
/// Throws: Error(Data) also for a missing file, a folder, a broken link or a file that may not be read.
cv::Mat decodeImageFile(const std::filesystem::path& path, const ImageLimits& limits = {});

/// The bytes of a regular file. Throws: Error(Data) as `decodeImageFile`; Error(Io) when the machine fails or
/// gives fewer bytes than the file has.
std::vector<std::byte> readImageFile(const std::filesystem::path& path, const ImageLimits& limits = {});

}  // namespace pf
