// What an image file says of itself, checked before any decoder sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace pf {

enum class ImageFormat { Jpeg, Png, Bmp, WebP, Pnm };

/// "JPEG", "PNG" ...
std::string_view imageFormatName(ImageFormat format);

/// EXIF's orientation: 1 as stored, 3 turned by 180 degrees, 6 and 8 by 90, the others mirrored.
enum class Orientation {
    Stored = 1,
    Mirrored = 2,
    HalfTurn = 3,
    MirroredHalfTurn = 4,
    Transposed = 5,
    RightTurn = 6,
    Transverse = 7,
    LeftTurn = 8,
};

/// What an image's header states.
struct ImageHeader {
    ImageFormat format = ImageFormat::Jpeg;
    std::uint64_t width = 0;  ///< as the picture is seen, turned as its EXIF record says
    std::uint64_t height = 0;
    Orientation orientation = Orientation::Stored;  ///< what turns the stored pixels into the picture
    std::uint64_t largestValue = 255;               ///< of a channel
    bool hasAlpha = false;
};

/// Bounds that keep a hostile or broken file from taking the machine's memory.
struct ImageLimits {
    std::uint64_t maxPixels = 64'000'000;
    std::uint64_t maxFileBytes = std::uint64_t{1} << 30;
};

/// Reads the header and walks the file's structure to its end mark without decoding a pixel.
/// JPEG: markers up to EOI (bytes after it are allowed); PNG: chunks with their CRC up to IEND; BMP, WebP and
/// PNM: stated sizes against the bytes present. An EXIF record that cannot be read turns nothing. Throws:
/// Error(Data) naming the image when it is empty, of no known format, cut short or larger than `limits`.
/// Cost: linear in the file's bytes, no allocation.
ImageHeader checkImage(std::span<const std::byte> bytes, const std::string& name,
                       const ImageLimits& limits = {});

/// Whether a file name ends like an image that can be read (.jpg .jpeg .jpe .jfif .png .bmp .webp .pgm .ppm
/// .pnm, any case).
bool hasImageExtension(const std::filesystem::path& path);

}  // namespace pf
