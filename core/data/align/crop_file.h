// Crops as files.
#pragma once

#include <filesystem>

namespace cv {
class Mat;
}

namespace pf {

/// Writes an RGB crop as .jpg or .png, by its name: the file is there whole or not at all. It is not flushed
/// to the disk, which would take longer than all the rest; `isWholeImage` tells what a power cut left. Range:
/// jpegQuality 1 to 100. Throws: Error(Io) naming the file and the system's reason; Error(Internal) for
/// another extension.
void writeCrop(const std::filesystem::path& file, const cv::Mat& rgb, int jpegQuality);

/// Whether there is a file whose structure is that of an image from its first byte to its end mark.
bool isWholeImage(const std::filesystem::path& file);

}  // namespace pf
