#include "core/base/numpy/npy_array.h"

#include "core/base/numpy/npy.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

template <typename Out, typename In>
void convert(const std::vector<std::byte>& bytes, std::vector<Out>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        In value;
        std::memcpy(&value, bytes.data() + i * sizeof(In), sizeof(In));
        out[i] = static_cast<Out>(value);
    }
}

/// IEEE 754 half precision. Range: every half is a float exactly.
struct Half {
    std::uint16_t bits = 0;

    operator float() const {
        const int exponent = (bits >> 10) & 0x1F;
        const int mantissa = bits & 0x3FF;
        float value = 0;
        if (exponent == 0x1F) {
            value = mantissa == 0 ? std::numeric_limits<float>::infinity()
                                  : std::numeric_limits<float>::quiet_NaN();
        } else if (exponent == 0) {
            value = std::ldexp(static_cast<float>(mantissa), -24);
        } else {
            value = std::ldexp(static_cast<float>(mantissa | 0x400), exponent - 25);
        }
        return (bits & 0x8000) != 0 ? -value : value;
    }
};

template <typename Out>
std::vector<Out> convertNumbers(const NpyArray& array) {
    std::vector<Out> out(array.elementCount());
    const std::string type = array.dtype.substr(1);
    if (type == "f4") {
        convert<Out, float>(array.bytes, out);
    } else if (type == "f8") {
        convert<Out, double>(array.bytes, out);
    } else if (type == "f2") {
        convert<Out, Half>(array.bytes, out);
    } else if (type == "b1" || type == "u1") {
        convert<Out, std::uint8_t>(array.bytes, out);
    } else if (type == "i1") {
        convert<Out, std::int8_t>(array.bytes, out);
    } else if (type == "i2") {
        convert<Out, std::int16_t>(array.bytes, out);
    } else if (type == "u2") {
        convert<Out, std::uint16_t>(array.bytes, out);
    } else if (type == "i4") {
        convert<Out, std::int32_t>(array.bytes, out);
    } else if (type == "u4") {
        convert<Out, std::uint32_t>(array.bytes, out);
    } else if (type == "i8") {
        convert<Out, std::int64_t>(array.bytes, out);
    } else if (type == "u8") {
        convert<Out, std::uint64_t>(array.bytes, out);
    } else {
        throw Error(ErrorCode::Data, "an array of type '" + array.dtype + "' holds no numbers that fit here");
    }
    return out;
}

template <typename T>
NpyArray fromValues(const char* dtype, std::span<const T> values, std::vector<std::size_t> shape) {
    const auto bytes = std::as_bytes(values);
    NpyArray array{dtype, std::move(shape), {bytes.begin(), bytes.end()}};
    throwIf(array.elementCount() != values.size(), ErrorCode::Internal,
            "an array's shape does not fit its values");
    return array;
}

NpyArray fromBytes(const std::vector<std::string>& values) {
    std::size_t longest = 1;
    for (const auto& value : values) {
        longest = std::max(longest, value.size());
    }
    NpyArray array{"|S" + std::to_string(longest), {values.size()}, {}};
    array.bytes.resize(values.size() * longest);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::memcpy(array.bytes.data() + i * longest, values[i].data(), values[i].size());
    }
    return array;
}

}  // namespace

std::size_t npyItemSize(const std::string& dtype, const std::string& where) {
    std::size_t digits = 0;
    const char* first = dtype.data() + 2;
    throwIf(
        dtype.size() < 3 || (dtype[0] == '>') ||
            std::from_chars(first, dtype.data() + dtype.size(), digits).ptr != dtype.data() + dtype.size(),
        ErrorCode::Data,
        "array type '" + dtype + "' is not supported (little-endian numbers, bools and text are)", where);
    const char kind = dtype[1];
    const bool number = kind == 'f' ? digits == 2 || digits == 4 || digits == 8
                        : kind == 'i' || kind == 'u'
                            ? digits == 1 || digits == 2 || digits == 4 || digits == 8
                            : kind == 'b' && digits == 1;
    const bool text = (kind == 'U' || kind == 'S') && digits > 0 && digits <= (std::size_t{1} << 16);
    throwIf(!number && !text, ErrorCode::Data,
            "array type '" + dtype + "' is not supported (numbers, bools and text are)", where);
    return kind == 'U' ? digits * 4 : digits;
}

std::size_t NpyArray::elementCount() const {
    std::size_t count = 1;
    for (const std::size_t size : shape) {
        count *= size;
    }
    return count;
}

std::size_t NpyArray::itemSize() const {
    return npyItemSize(dtype, "array");
}
std::vector<float> NpyArray::toFloats() const {
    return convertNumbers<float>(*this);
}
std::vector<double> NpyArray::toDoubles() const {
    return convertNumbers<double>(*this);
}

std::vector<std::int64_t> NpyArray::toIntegers() const {
    throwIf(dtype.size() > 1 && dtype[1] == 'f', ErrorCode::Data,
            "an array of type '" + dtype + "' holds no integers");
    return convertNumbers<std::int64_t>(*this);
}

std::vector<std::string> NpyArray::toStrings() const {
    const std::size_t size = itemSize();
    const char kind = dtype[1];
    throwIf(kind != 'U' && kind != 'S', ErrorCode::Data, "an array of type '" + dtype + "' holds no text");
    std::vector<std::string> strings(elementCount());
    for (std::size_t i = 0; i < strings.size(); ++i) {
        const std::byte* item = bytes.data() + i * size;
        for (std::size_t k = 0; k < size; k += kind == 'U' ? 4 : 1) {
            std::uint32_t code = std::to_integer<std::uint32_t>(item[k]);
            if (kind == 'U') {
                std::memcpy(&code, item + k, 4);
            }
            if (code == 0) {
                break;
            }
            // Python names files whose names are not UTF-8 with a surrogate for each such byte.
            const bool isByte = kind == 'S' || (code >= 0xDC80 && code <= 0xDCFF);
            if (isByte) {
                strings[i] += static_cast<char>(code & 0xFF);
            } else {
                appendUtf8(strings[i], code);
            }
        }
    }
    return strings;
}

NpyArray NpyArray::fromFloats(std::span<const float> values, std::vector<std::size_t> shape) {
    return fromValues("<f4", values, std::move(shape));
}

NpyArray NpyArray::fromDoubles(std::span<const double> values, std::vector<std::size_t> shape) {
    return fromValues("<f8", values, std::move(shape));
}

NpyArray NpyArray::fromIntegers(std::span<const std::int64_t> values, std::vector<std::size_t> shape) {
    return fromValues("<i8", values, std::move(shape));
}

NpyArray NpyArray::fromBools(const std::vector<bool>& values) {
    NpyArray array{"|b1", {values.size()}, std::vector<std::byte>(values.size())};
    for (std::size_t i = 0; i < values.size(); ++i) {
        array.bytes[i] = values[i] ? std::byte{1} : std::byte{0};
    }
    return array;
}

NpyArray NpyArray::fromStrings(const std::vector<std::string>& values) {
    if (!std::all_of(values.begin(), values.end(), [](const std::string& value) { return isUtf8(value); })) {
        return fromBytes(values);
    }
    std::vector<std::vector<std::uint32_t>> codes;
    std::size_t longest = 1;
    for (const auto& value : values) {
        codes.push_back(utf8CodePoints(value));
        longest = std::max(longest, codes.back().size());
    }
    NpyArray array{"<U" + std::to_string(longest), {values.size()}, {}};
    array.bytes.resize(values.size() * longest * 4);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (!codes[i].empty()) {
            std::memcpy(array.bytes.data() + i * longest * 4, codes[i].data(), codes[i].size() * 4);
        }
    }
    return array;
}

}  // namespace pf
