#include "core/data/images/image_structure.h"

#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "core/data/images/image_orientation.h"

namespace pf {
namespace {

constexpr std::uint8_t kApplication1 = 0xE1;
constexpr std::uint8_t kGreyAlpha = 4;
constexpr std::uint8_t kRgbAlpha = 6;
constexpr std::uint8_t kWebPAlpha = 0x10;

bool isStartOfFrame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Markers without a length: TEM and RST0 to RST7.
bool standsAlone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
}

/// Offset of the next marker's 0xFF inside entropy-coded data, or the size when there is none.
std::size_t nextMarker(const ByteReader& in, std::size_t offset) {
    const auto* begin = reinterpret_cast<const unsigned char*>(in.bytes().data());
    while (offset + 1 < in.size()) {
        const void* found = std::memchr(begin + offset, 0xFF, in.size() - 1 - offset);
        if (found == nullptr) {
            return in.size();
        }
        offset = static_cast<std::size_t>(static_cast<const unsigned char*>(found) - begin);
        const std::uint8_t marker = in.at(offset + 1);
        if (marker == 0xFF) {
            ++offset;  // fill byte
        } else if (marker == 0x00 || standsAlone(marker)) {
            offset += 2;
        } else {
            return offset;
        }
    }
    return in.size();
}

/// The next number of a PNM header, after white space and comments.
std::uint64_t pnmNumber(const ByteReader& in, std::size_t& offset) {
    for (;;) {
        in.need(offset, 1);
        const auto c = static_cast<unsigned char>(in.at(offset));
        if (c == '#') {
            while (in.has(offset, 1) && in.at(offset) != '\n') {
                ++offset;
            }
        } else if (std::isspace(c) != 0) {
            ++offset;
        } else {
            break;
        }
    }
    std::uint64_t value = 0;
    const std::size_t first = offset;
    while (in.has(offset, 1) && std::isdigit(in.at(offset)) != 0) {
        value = value * 10 + (in.at(offset) - '0');
        in.failIf(++offset - first > 10, "its header holds an impossible number");
    }
    in.failIf(offset == first, "its header holds no number where one is due");
    return value;
}

}  // namespace

ImageHeader checkJpeg(const ByteReader& in, const ImageLimits& limits) {
    ImageHeader header{.format = ImageFormat::Jpeg};
    bool scanned = false;
    bool hasExif = false;
    std::size_t offset = 2;
    for (;;) {
        in.need(offset, 2);
        if (in.at(offset) != 0xFF) {
            // Decoders step over stray bytes between segments, and cameras do leave some.
            offset = nextMarker(in, offset);
            continue;
        }
        const std::uint8_t marker = in.at(offset + 1);
        if (marker == 0xFF) {
            ++offset;
            continue;
        }
        if (marker == 0xD9) {
            break;
        }
        offset += 2;
        if (standsAlone(marker)) {
            continue;
        }
        const std::uint64_t length = in.big(offset, 2);
        in.failIf(length < 2, "its JPEG structure is broken at byte ", offset);
        in.need(offset, length);
        if (marker == kApplication1 && !hasExif && in.textAt(offset + 2, 4) == "Exif") {
            hasExif = true;
            header.orientation = exifOrientation(in, offset + 2, static_cast<std::size_t>(length) - 2);
        }
        if (isStartOfFrame(marker)) {
            in.failIf(length < 8, "its JPEG frame header is too short");
            const auto bits = in.at(offset + 2);
            in.failIf(bits != 8, "it is a JPEG of ", bits,
                      " bits a channel, which is not read; save it with 8, or as PNG");
            header.height = std::max(header.height, in.big(offset + 3, 2));
            header.width = std::max(header.width, in.big(offset + 5, 2));
            checkSize(in, header, limits);
        }
        offset += length;
        if (marker == 0xDA) {
            in.failIf(header.width == 0, "its JPEG data begins before any frame header");
            scanned = true;
            offset = nextMarker(in, offset);
            if (offset >= in.size()) {
                in.failTruncated();
            }
        }
    }
    in.failIf(!scanned, "it is a JPEG without any image data");
    return header;
}

ImageHeader checkPng(const ByteReader& in, const ImageLimits& limits) {
    ImageHeader header{.format = ImageFormat::Png};
    std::size_t offset = 8;
    bool hasData = false;
    for (bool first = true;; first = false) {
        const std::uint64_t length = in.big(offset, 4);
        const std::string_view type = in.textAt(offset + 4, 4);
        if (first) {
            in.failIf(type != "IHDR" || length != 13, "its first PNG chunk is not an image header");
            header.width = in.big(offset + 8, 4);
            header.height = in.big(offset + 12, 4);
            checkSize(in, header, limits);
            header.largestValue = in.at(offset + 16) == 16 ? 65535 : 255;
            header.hasAlpha = in.at(offset + 17) == kGreyAlpha || in.at(offset + 17) == kRgbAlpha;
        }
        in.need(offset, length + 12);
        const std::uint64_t stated = in.big(offset + 8 + length, 4);
        const auto* checked = reinterpret_cast<const Bytef*>(in.bytes().data() + offset + 4);
        in.failIf(::crc32_z(0, checked, length + 4) != stated, "the checksum of its PNG chunk at byte ",
                  offset, " is wrong: the file is damaged");
        hasData = hasData || type == "IDAT";
        header.hasAlpha = header.hasAlpha || type == "tRNS";
        if (type == "eXIf") {
            header.orientation = exifOrientation(in, offset + 8, static_cast<std::size_t>(length));
        }
        if (type == "IEND") {
            break;
        }
        offset += length + 12;
    }
    in.failIf(!hasData, "it is a PNG without any image data");
    return header;
}

ImageHeader checkBmp(const ByteReader& in, const ImageLimits& limits) {
    ImageHeader header{.format = ImageFormat::Bmp};
    const std::uint64_t dataOffset = in.little(10, 4);
    const std::uint64_t infoSize = in.little(14, 4);
    std::uint64_t bits = 0;
    std::uint64_t compression = 0;
    if (infoSize == 12) {
        header.width = in.little(18, 2);
        header.height = in.little(20, 2);
        bits = in.little(24, 2);
    } else if (infoSize >= 40 && infoSize <= 200) {
        const auto width = static_cast<std::int32_t>(in.little(18, 4));
        const auto height = static_cast<std::int32_t>(in.little(22, 4));
        header.width = width < 0 ? 0 : static_cast<std::uint64_t>(width);
        // A negative height means rows from the top.
        const std::int64_t rows = height;
        header.height = static_cast<std::uint64_t>(rows < 0 ? -rows : rows);
        bits = in.little(28, 2);
        compression = in.little(30, 4);
    } else {
        in.fail("its BMP header has an unknown size of " + std::to_string(infoSize) + " bytes");
    }
    checkSize(in, header, limits);
    in.failIf(bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32,
              "its BMP header states ", bits, " bits per pixel");
    in.failIf(compression > 3, "its BMP compression ", compression, " is of an unknown kind");
    const bool runLength = compression == 1 || compression == 2;
    const std::uint64_t stride = (header.width * bits + 31) / 32 * 4;
    in.need(dataOffset, runLength ? 1 : stride * header.height);
    return header;
}

ImageHeader checkWebP(const ByteReader& in, const ImageLimits& limits) {
    ImageHeader header{.format = ImageFormat::WebP};
    in.need(8, in.little(4, 4));
    const std::size_t end = 8 + static_cast<std::size_t>(in.little(4, 4));
    std::size_t offset = 12;
    bool hasData = false;
    while (offset + 8 <= end) {
        const std::string_view type = in.textAt(offset, 4);
        const std::uint64_t length = in.little(offset + 4, 4);
        const std::size_t body = offset + 8;
        in.need(body, length);
        std::uint64_t width = 0;
        std::uint64_t height = 0;
        if (type == "VP8X") {
            header.hasAlpha = header.hasAlpha || (in.at(body) & kWebPAlpha) != 0;
            width = in.little(body + 4, 3) + 1;
            height = in.little(body + 7, 3) + 1;
        } else if (type == "VP8 ") {
            width = in.little(body + 6, 2) & 0x3FFFU;
            height = in.little(body + 8, 2) & 0x3FFFU;
            hasData = true;
        } else if (type == "VP8L") {
            const std::uint64_t sizes = in.little(body + 1, 4);
            width = (sizes & 0x3FFFU) + 1;
            height = (sizes >> 14 & 0x3FFFU) + 1;
            header.hasAlpha = header.hasAlpha || (sizes >> 28 & 1U) != 0;
            hasData = true;
        } else if (type == "EXIF") {
            header.orientation = exifOrientation(in, body, static_cast<std::size_t>(length));
        } else if (type == "ANMF") {
            in.fail("it is an animation; save one picture of it");
        }
        header.width = std::max(header.width, width);
        header.height = std::max(header.height, height);
        offset = body + length + (length & 1U);
    }
    in.failIf(!hasData, "it is a WebP file without any image data");
    checkSize(in, header, limits);
    return header;
}

ImageHeader checkPnm(const ByteReader& in, const ImageLimits& limits) {
    ImageHeader header{.format = ImageFormat::Pnm};
    const std::uint8_t kind = in.at(1);
    std::size_t offset = 2;
    header.width = pnmNumber(in, offset);
    header.height = pnmNumber(in, offset);
    const std::uint64_t maximum = pnmNumber(in, offset);
    checkSize(in, header, limits);
    in.failIf(maximum == 0 || maximum > 65535, "its PNM header states a largest value of ", maximum);
    header.largestValue = maximum;
    const std::uint64_t samples = header.width * header.height * (kind == '3' || kind == '6' ? 3 : 1);
    if (kind == '5' || kind == '6') {
        in.need(offset + 1, samples * (maximum > 255 ? 2 : 1));
    } else {
        // In the text form every sample takes at least a digit and a separator.
        in.need(offset, samples * 2 - 1);
    }
    return header;
}

}  // namespace pf
