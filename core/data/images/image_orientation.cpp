#include "core/data/images/image_orientation.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <opencv2/core.hpp>
#include <string_view>

namespace pf {
namespace {

constexpr std::string_view kExif("Exif\0\0", 6);
constexpr std::uint64_t kOrientationTag = 0x0112;
constexpr std::uint64_t kShort = 3;
constexpr std::uint64_t kLong = 4;  ///< some writers give the value four bytes
constexpr std::size_t kEntryBytes = 12;

/// A TIFF structure inside an image file: numbers of either byte order.
class TiffReader {
  public:
    TiffReader(const ByteReader& in, std::size_t begin, std::size_t length)
        : in_(in), begin_(begin), length_(length), isBig_(in.textAt(begin, 2) == "MM") {}

    bool has(std::uint64_t offset, std::uint64_t bytes) const {
        return offset <= length_ && bytes <= length_ - offset;
    }
    std::uint64_t number(std::uint64_t offset, std::size_t bytes) const {
        const std::size_t place = begin_ + static_cast<std::size_t>(offset);
        return isBig_ ? in_.big(place, bytes) : in_.little(place, bytes);
    }
    bool isTiff() const {
        const std::string_view order = in_.textAt(begin_, 2);
        return has(0, 8) && (order == "II" || order == "MM") && number(2, 2) == 42;
    }

  private:
    const ByteReader& in_;
    std::size_t begin_;
    std::uint64_t length_;
    bool isBig_;
};

}  // namespace

Turn turnOf(Orientation orientation) {
    const auto isOneOf = [&](std::initializer_list<Orientation> some) {
        return std::find(some.begin(), some.end(), orientation) != some.end();
    };
    return {.swapsSides = orientation >= Orientation::Transposed,
            .leftRight = isOneOf({Orientation::Mirrored, Orientation::HalfTurn, Orientation::RightTurn,
                                  Orientation::Transverse}),
            .upsideDown = isOneOf({Orientation::HalfTurn, Orientation::MirroredHalfTurn,
                                   Orientation::Transverse, Orientation::LeftTurn})};
}

Orientation exifOrientation(const ByteReader& in, std::size_t begin, std::size_t length) {
    if (!in.has(begin, length)) {
        return Orientation::Stored;
    }
    if (length >= kExif.size() && in.textAt(begin, kExif.size()) == kExif) {
        begin += kExif.size();
        length -= kExif.size();
    }
    const TiffReader tiff(in, begin, length);
    if (!tiff.isTiff()) {
        return Orientation::Stored;
    }
    const std::uint64_t directory = tiff.number(4, 4);
    if (!tiff.has(directory, 2)) {
        return Orientation::Stored;
    }
    const std::uint64_t entries = tiff.number(directory, 2);
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + 2 + i * kEntryBytes;
        if (!tiff.has(entry, kEntryBytes)) {
            break;
        }
        const std::uint64_t type = tiff.number(entry + 2, 2);
        if (tiff.number(entry, 2) == kOrientationTag && (type == kShort || type == kLong)) {
            const std::uint64_t value = tiff.number(entry + 8, type == kShort ? 2 : 4);
            return value >= 1 && value <= 8 ? static_cast<Orientation>(value) : Orientation::Stored;
        }
    }
    return Orientation::Stored;
}

cv::Mat turned(const cv::Mat& stored, Orientation orientation) {
    const Turn turn = turnOf(orientation);
    cv::Mat straight;
    if (turn.swapsSides) {
        cv::transpose(stored, straight);
    } else {
        straight = stored;
    }
    if (!turn.leftRight && !turn.upsideDown) {
        return straight;
    }
    cv::Mat picture;
    cv::flip(straight, picture, !turn.leftRight ? 0 : turn.upsideDown ? -1 : 1);
    return picture;
}

}  // namespace pf
