#include "core/formats/onnx/onnx_wire.h"

#include "core/base/error.h"

namespace pf::detail {
namespace {

constexpr std::uint64_t kLargestField = (1U << 29) - 1;
constexpr int kVarintBytes = 10;

/// Takes one number off the front of the bytes.
std::uint64_t takeVarint(std::span<const std::byte>& bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < kVarintBytes && !bytes.empty(); ++i) {
        const auto byte = std::to_integer<std::uint64_t>(bytes.front());
        bytes = bytes.subspan(1);
        value |= (byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            return value;
        }
    }
    throw Error(ErrorCode::Data, "a number in it is cut or longer than ten bytes");
}

std::uint64_t littleEndian(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    }
    return value;
}

[[noreturn]] void refuseKind(const WireField& field) {
    throw Error(ErrorCode::Data, "field " + std::to_string(field.number) + " of a part is stored as kind " +
                                     std::to_string(static_cast<int>(field.kind)) +
                                     ", which ONNX never does");
}

}  // namespace

std::int64_t WireField::integer() const {
    if (kind != WireKind::Varint) {
        refuseKind(*this);
    }
    return static_cast<std::int64_t>(value);
}

std::span<const std::byte> WireField::message() const {
    if (kind != WireKind::Bytes) {
        refuseKind(*this);
    }
    return bytes;
}

std::string WireField::text() const {
    const auto content = message();
    return {reinterpret_cast<const char*>(content.data()), content.size()};
}

void WireField::appendTo(std::vector<std::int64_t>& values) const {
    if (kind == WireKind::Varint) {
        values.push_back(integer());
        return;
    }
    for (auto rest = message(); !rest.empty();) {
        values.push_back(static_cast<std::int64_t>(takeVarint(rest)));
    }
}

std::uint64_t WireField::integerCount() const {
    if (kind == WireKind::Varint) {
        return 1;
    }
    std::uint64_t count = 0;
    for (auto rest = message(); !rest.empty(); ++count) {
        takeVarint(rest);
    }
    return count;
}

std::uint64_t WireField::fixedCount(std::size_t width) const {
    if (kind == (width == 4 ? WireKind::Fixed32 : WireKind::Fixed64)) {
        return 1;
    }
    if (message().size() % width != 0) {
        throw Error(ErrorCode::Data, "a list of numbers in it is cut");
    }
    return bytes.size() / width;
}

std::span<const std::byte> WireReader::take(std::uint64_t count) {
    if (count > rest_.size()) {
        throw Error(ErrorCode::Data, "a part of it claims " + std::to_string(count) + " bytes where " +
                                         std::to_string(rest_.size()) + " are left");
    }
    const auto taken = rest_.first(static_cast<std::size_t>(count));
    rest_ = rest_.subspan(taken.size());
    return taken;
}

bool WireReader::next(WireField& field) {
    if (rest_.empty()) {
        return false;
    }
    const std::uint64_t tag = takeVarint(rest_);
    const std::uint64_t number = tag >> 3;
    if (number == 0 || number > kLargestField) {
        throw Error(ErrorCode::Data, "field number " + std::to_string(number) + " does not exist");
    }
    field = {};
    field.number = static_cast<std::uint32_t>(number);
    field.kind = static_cast<WireKind>(tag & 7);
    switch (field.kind) {
        case WireKind::Varint:
            field.value = takeVarint(rest_);
            break;
        case WireKind::Fixed64:
            field.value = littleEndian(take(8));
            break;
        case WireKind::Fixed32:
            field.value = littleEndian(take(4));
            break;
        case WireKind::Bytes:
            field.bytes = take(takeVarint(rest_));
            break;
        default:
            throw Error(ErrorCode::Data, "it has a field of the unknown kind " + std::to_string(tag & 7));
    }
    return true;
}

}  // namespace pf::detail
