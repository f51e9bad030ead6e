// Protocol buffers' wire format read in place, as far as ONNX files use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pf::detail {

/// How a field is stored; the values are the format's own.
enum class WireKind : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// One field of a message: a number, or bytes that lie in the message.
struct WireField {
    std::uint32_t number = 0;
    WireKind kind = WireKind::Varint;
    std::uint64_t value = 0;
    std::span<const std::byte> bytes;

    /// Throws: Error(Data) when the field is stored as something else.
    std::int64_t integer() const;
    std::span<const std::byte> message() const;
    std::string text() const;
    /// Adds a repeated integer field, which is stored one by one or packed. Throws: Error(Data) when cut.
    void appendTo(std::vector<std::int64_t>& values) const;
    /// How many numbers a repeated integer field holds: one, or several when packed. Throws: Error(Data) when
    /// cut.
    std::uint64_t integerCount() const;
    /// How many values of a repeated field of fixed `width` it holds: one, or several when packed.
    /// Throws: Error(Data) when they do not fill it.
    std::uint64_t fixedCount(std::size_t width) const;
};

/// The fields of one message in their order. The bytes must outlive it.
class WireReader {
  public:
    explicit WireReader(std::span<const std::byte> message) : rest_(message) {}

    /// The next field, or false at the end.
    /// Throws: Error(Data) without a place when the bytes are no message or end too early.
    bool next(WireField& field);

  private:
    std::span<const std::byte> take(std::uint64_t count);

    std::span<const std::byte> rest_;
};

}  // namespace pf::detail
