#include "core/base/numpy/npy_array.h"

#include "core/base/numpy/npy.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

/// IEEE 754 half precision. Range: every half is a float exactly.
struct Half {
    std::uint16_t bits = 0;

    operator float() const {
        const int exponent = (bits >> 10) & 0x1F;
        const int mantissa = bits & 0x3FF;
        const int leading = exponent == 0 ? 0 : 0x400;
        const float value =
            exponent < 0x1F ? std::ldexp(static_cast<float>(mantissa | leading), std::max(exponent, 1) - 25)
            : mantissa == 0 ? std::numeric_limits<float>::infinity()
                            : std::numeric_limits<float>::quiet_NaN();
        return (bits & 0x8000) != 0 ? -value : value;
    }
};

template <typename Out>
std::vector<Out> convertNumbers(const NpyArray& array) {
    std::vector<Out> out(array.elementCount());
    const std::string_view type = std::string_view(array.dtype).substr(1);
    const auto isOf = [&](std::string_view name, auto value) {
        if (type != name) {
            return false;
        }
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::memcpy(&value, array.bytes.data() + i * sizeof value, sizeof value);
            out[i] = static_cast<Out>(value);
        }
        return true;
    };
    if (isOf("f4", float{}) || isOf("f8", double{}) || isOf("f2", Half{}) || isOf("b1", std::uint8_t{}) ||
        isOf("u1", std::uint8_t{}) || isOf("i1", std::int8_t{}) || isOf("i2", std::int16_t{}) ||
        isOf("u2", std::uint16_t{}) || isOf("i4", std::int32_t{}) || isOf("u4", std::uint32_t{}) ||
        isOf("i8", std::int64_t{}) || isOf("u8", std::uint64_t{})) {
        return out;
    }
    throw Error(ErrorCode::Data, "an array of type '" + array.dtype + "' holds no numbers that fit here");
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
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
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
            if (kind == 'S' || (code >= 0xDC80 && code <= 0xDCFF)) {
                strings[i] += static_cast<char>(code & 0xFF);
            } else {
                appendUtf8(strings[i], code);
            }
        }
    }
    return strings;
}

NpyArray NpyArray::fromValues(const char* dtype, std::span<const std::byte> values,
                              std::vector<std::size_t> shape) {
    NpyArray array{dtype, std::move(shape), {values.begin(), values.end()}};
    throwIf(array.elementCount() * array.itemSize() != values.size(), ErrorCode::Internal,
            "an array's shape does not fit its values");
    return array;
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
