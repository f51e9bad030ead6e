#include "core/formats/onnx/proto_walk.h"

#include <google/protobuf/wire_format_lite.h>

#include <utility>

namespace pf {

using google::protobuf::internal::WireFormatLite;

ProtoWalk::ProtoWalk(google::protobuf::io::ZeroCopyInputStream& stream, int bytes, std::string what,
                     std::string where)
    : in_(&stream), end_(bytes), what_(std::move(what)), where_(std::move(where)) {
    in_.SetTotalBytesLimit(bytes);
}

void ProtoWalk::fields(const Field& visit) {
    while (position() < end_) {
        const std::uint32_t tag = in_.ReadTag();
        failIf(tag == 0, "a record has no tag");
        visit(static_cast<std::uint32_t>(WireFormatLite::GetTagFieldNumber(tag)), tag);
    }
    failIf(position() != end_, "a record ends beyond the one it is part of");
}

void ProtoWalk::inside(std::uint32_t tag, const Field& visit) {
    const int bytes = length(tag);
    const int outer = end_;
    end_ = position() + bytes;
    const auto limit = in_.PushLimit(bytes);
    fields(visit);
    in_.PopLimit(limit);
    end_ = outer;
}

void ProtoWalk::skip(std::uint32_t tag) {
    if (WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        skipRecord(tag);
    } else {
        failIf(!WireFormatLite::SkipField(&in_, tag), "it ends early or has an impossible record");
    }
}

std::uint64_t ProtoWalk::skipRecord(std::uint32_t tag, std::string* only) {
    const int bytes = length(tag);
    failIf(only != nullptr && bytes == 1 ? !in_.ReadString(only, 1) : !in_.Skip(bytes), "it ends early");
    return static_cast<std::uint64_t>(bytes);
}

std::uint64_t ProtoWalk::number(std::uint32_t tag) {
    std::uint64_t value = 0;
    failIf(
        WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_VARINT || !in_.ReadVarint64(&value),
        "a number is missing");
    return value;
}

void ProtoWalk::numbers(std::uint32_t tag, const std::function<void(std::uint64_t)>& visit) {
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        return visit(number(tag));
    }
    const int bytes = length(tag);
    const int end = position() + bytes;
    while (position() < end) {
        std::uint64_t value = 0;
        failIf(!in_.ReadVarint64(&value) || position() > end, "a list of numbers ends early");
        visit(value);
    }
}

std::uint64_t ProtoWalk::skipFixed(std::uint32_t tag, std::uint64_t width) {
    if (WireFormatLite::GetTagWireType(tag) ==
        (width == 4 ? WireFormatLite::WIRETYPE_FIXED32 : WireFormatLite::WIRETYPE_FIXED64)) {
        skip(tag);
        return 1;
    }
    const std::uint64_t bytes = skipRecord(tag);
    failIf(bytes % width != 0, "a list of numbers is cut");
    return bytes / width;
}

std::string ProtoWalk::text(std::uint32_t tag, int maxBytes) {
    const int bytes = length(tag);
    failIf(bytes > maxBytes, "a text is too long");
    std::string value;
    failIf(!in_.ReadString(&value, bytes), "it ends early");
    return value;
}

int ProtoWalk::length(std::uint32_t tag) {
    std::uint64_t value = 0;
    failIf(WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED ||
               !in_.ReadVarint64(&value) || position() > end_,
           "a part of it is cut short or is not what belongs there");
    failIf(value > static_cast<std::uint64_t>(end_ - position()), "a part of it claims ", value,
           " bytes where ", end_ - position(), " are left");
    return static_cast<int>(value);
}

}  // namespace pf
