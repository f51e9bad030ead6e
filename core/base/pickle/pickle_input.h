// The bytes of a pickle, read with bounds. Internal to the pickle reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pf {

class PickleBuilder;

/// Reads forward; what is missing or is not a number ends in `builder.fail`.
class PickleInput {
  public:
    PickleInput(std::span<const std::byte> bytes, const PickleBuilder& builder);

    std::size_t position() const { return at_; }
    std::size_t remaining() const { return bytes_.size() - at_; }
    /// The next bytes, without a copy.
    std::string_view take(std::uint64_t length);
    /// An unsigned little-endian number of up to 8 bytes.
    std::uint64_t little(std::size_t size);
    /// Text up to the end of the line, which is passed.
    std::string_view line();
    /// A line with a quoted Python 2 string ('a\x00b'): its bytes.
    std::string quotedLine();
    /// A raw-unicode-escaped line (latin-1 with \uXXXX), as UTF-8.
    std::string unicodeLine();
    /// The next `size` bytes as a two's complement integer.
    std::int64_t longInteger(std::uint64_t size);
    std::int64_t number(std::string_view text);
    double decimal(std::string_view text);

  private:
    std::uint32_t digits(std::string_view text, std::size_t offset, std::size_t count, int base) const;

    std::string_view bytes_;
    std::size_t at_ = 0;
    const PickleBuilder& builder_;
};

}  // namespace pf
