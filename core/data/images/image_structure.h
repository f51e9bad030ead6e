// The structure of each image format, walked without decoding. Internal to the decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/data/images/image_header.h"

namespace pf {

/// Bounds-checked reading of an image's bytes; failures name the image.
class ByteReader {
  public:
    ByteReader(std::span<const std::byte> bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    std::size_t size() const { return bytes_.size(); }
    std::span<const std::byte> bytes() const { return bytes_; }
    /// The byte at an offset that is known to exist.
    std::uint8_t at(std::size_t offset) const { return static_cast<std::uint8_t>(bytes_[offset]); }
    bool has(std::size_t offset, std::size_t length) const {
        return offset <= bytes_.size() && length <= bytes_.size() - offset;
    }
    bool startsWith(std::string_view text) const { return textAt(0, text.size()) == text; }
    /// Empty when the bytes are not all there.
    std::string_view textAt(std::size_t offset, std::size_t length) const;
    /// Unsigned numbers of up to 8 bytes. Throws when they are not all there.
    std::uint64_t big(std::size_t offset, std::size_t length) const;
    std::uint64_t little(std::size_t offset, std::size_t length) const;
    /// Throws "cut short" when the bytes are not all there.
    void need(std::size_t offset, std::size_t length) const;
    template <typename... Parts>
    void failIf(bool isWrong, const Parts&... reason) const {
        failDataIf(isWrong, name_, "cannot use the image: ", reason...);
    }
    [[noreturn]] void fail(const std::string& reason) const {
        failData(name_, "cannot use the image: ", reason);
    }
    [[noreturn]] void failTruncated() const;

  private:
    std::span<const std::byte> bytes_;
    const std::string& name_;
};

/// Throws when a size is zero or larger than the limit.
void checkSize(const ByteReader& in, const ImageHeader& header, const ImageLimits& limits);

ImageHeader checkJpeg(const ByteReader& in, const ImageLimits& limits);
ImageHeader checkPng(const ByteReader& in, const ImageLimits& limits);
ImageHeader checkBmp(const ByteReader& in, const ImageLimits& limits);
ImageHeader checkWebP(const ByteReader& in, const ImageLimits& limits);
ImageHeader checkPnm(const ByteReader& in, const ImageLimits& limits);

}  // namespace pf
