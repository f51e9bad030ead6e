#include "core/data/images/image_header.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/base/numbers.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/data/images/image_orientation.h"
#include "core/data/images/image_structure.h"

namespace pf {
namespace {

/// Names of formats that people do have, but that are not read: a better message than "unknown".
std::string foreignFormat(const ByteReader& in) {
    if (in.startsWith("GIF8")) {
        return "a GIF";
    }
    if (in.startsWith(std::string_view("II*\0", 4)) || in.startsWith(std::string_view("MM\0*", 4))) {
        return "a TIFF";
    }
    if (in.textAt(4, 4) == "ftyp") {
        return "a HEIF or AVIF";
    }
    if (in.startsWith("<!DOCTYPE") || in.startsWith("<html") || in.startsWith("<?xml")) {
        return "an HTML or XML page";
    }
    return {};
}

}  // namespace

std::string_view imageFormatName(ImageFormat format) {
    static constexpr std::array<std::string_view, 5> kNames = {"JPEG", "PNG", "BMP", "WebP", "PNM"};
    return kNames[static_cast<std::size_t>(format)];
}

ImageHeader checkImage(std::span<const std::byte> bytes, const std::string& name, const ImageLimits& limits) {
    const ByteReader in(bytes, name);
    in.failIf(bytes.empty(), "the file is empty");
    ImageHeader header;
    if (in.startsWith("\xFF\xD8\xFF")) {
        header = checkJpeg(in, limits);
    } else if (in.startsWith("\x89PNG\r\n\x1A\n")) {
        header = checkPng(in, limits);
    } else if (in.startsWith("BM")) {
        header = checkBmp(in, limits);
    } else if (in.startsWith("RIFF") && in.textAt(8, 4) == "WEBP") {
        header = checkWebP(in, limits);
    } else if (in.startsWith("P2") || in.startsWith("P3") || in.startsWith("P5") || in.startsWith("P6")) {
        header = checkPnm(in, limits);
    } else {
        if (const std::string other = standInProblem(bytes); !other.empty()) {
            in.fail("it " + other);
        }
        const std::string foreign = foreignFormat(in);
        in.fail(foreign.empty() ? "it is not an image (expected JPEG, PNG, BMP, WebP or PNM)"
                                : "it is " + foreign + " file; convert it to JPEG or PNG");
    }
    if (turnOf(header.orientation).swapsSides) {
        std::swap(header.width, header.height);
    }
    return header;
}

bool hasImageExtension(const std::filesystem::path& path) {
    static constexpr std::array<std::string_view, 10> kExtensions = {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".pgm", ".ppm", ".pnm"};
    return std::ranges::find(kExtensions, lowerCase(path.extension().string())) != kExtensions.end();
}

void checkSize(const ByteReader& in, const ImageHeader& header, const ImageLimits& limits) {
    in.failIf(header.width == 0 || header.height == 0, "its header states an empty image");
    if (header.width > limits.maxPixels / header.height) {
        in.fail(
            "its header states " + std::to_string(header.width) + " x " + std::to_string(header.height) +
            " pixels, more than the limit of " +
            formatCount(std::min<std::uint64_t>(limits.maxPixels, std::numeric_limits<std::int64_t>::max())) +
            "; reduce the image");
    }
}

std::string_view ByteReader::textAt(std::size_t offset, std::size_t length) const {
    if (!has(offset, length)) {
        return {};
    }
    return {reinterpret_cast<const char*>(bytes_.data()) + offset, length};
}

std::uint64_t ByteReader::big(std::size_t offset, std::size_t length) const {
    need(offset, length);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
        value = value << 8 | at(offset + i);
    }
    return value;
}

std::uint64_t ByteReader::little(std::size_t offset, std::size_t length) const {
    need(offset, length);
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = value << 8 | at(offset + i - 1);
    }
    return value;
}

void ByteReader::need(std::size_t offset, std::size_t length) const {
    if (!has(offset, length)) {
        failTruncated();
    }
}

void ByteReader::failTruncated() const {
    fail("it is cut short after " + formatCount(size()) + " bytes; copy the file again from its source");
}

}  // namespace pf
