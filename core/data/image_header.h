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

/// Format and size of an image as its header states them.
struct ImageHeader {
    ImageFormat format = ImageFormat::Jpeg;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

/// Bounds that keep a hostile or broken file from taking the machine's memory.
struct ImageLimits {
    std::uint64_t maxPixels = 64'000'000;
    std::uint64_t maxFileBytes = std::uint64_t{1} << 30;
};

/// Reads the header and walks the file's structure to its end mark without decoding a pixel.
/// JPEG: markers up to EOI (bytes after it are allowed); PNG: chunks with their CRC up to IEND; BMP, WebP and
/// PNM: stated sizes against the bytes present. Throws: Error(Data) naming the image when it is empty, of no
/// known format, cut short or larger than `limits`. Cost: linear in the file's bytes, no allocation.
ImageHeader checkImage(std::span<const std::byte> bytes, const std::string& name,
                       const ImageLimits& limits = {});

/// Whether a file name ends like an image that can be read (.jpg .jpeg .jpe .jfif .png .bmp .webp .pgm .ppm
/// .pnm, any case).
bool hasImageExtension(const std::filesystem::path& path);

}  // namespace pf
