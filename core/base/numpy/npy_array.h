// The arrays that NumPy files hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pf {

/// One array: C order, little endian.
struct NpyArray {
    std::string dtype;  ///< NumPy's descriptor: "<f4", "<f8", "|b1", "<i4", "<i8", "<U12", "|S8", "|u1"
    std::vector<std::size_t> shape;  ///< empty for a scalar
    std::vector<std::byte> bytes;    ///< the values, `elementCount() * itemSize()` bytes

    std::size_t elementCount() const;
    std::size_t itemSize() const;
    /// Values converted to float; accepts f2, f4, f8, b1 and integers. Throws: Error(Data) for text arrays.
    std::vector<float> toFloats() const;
    std::vector<double> toDoubles() const;
    /// Values converted to 64-bit integers; accepts integers and b1.
    std::vector<std::int64_t> toIntegers() const;
    /// Values of a "<U" array as UTF-8, of a "|S" one (as fromStrings makes of other text) as they are.
    std::vector<std::string> toStrings() const;

    static NpyArray fromFloats(std::span<const float> values, std::vector<std::size_t> shape) {
        return fromValues("<f4", std::as_bytes(values), std::move(shape));
    }
    static NpyArray fromDoubles(std::span<const double> values, std::vector<std::size_t> shape) {
        return fromValues("<f8", std::as_bytes(values), std::move(shape));
    }
    static NpyArray fromBools(const std::vector<bool>& values);
    static NpyArray fromIntegers(std::span<const std::int64_t> values, std::vector<std::size_t> shape) {
        return fromValues("<i8", std::as_bytes(values), std::move(shape));
    }
    static NpyArray fromStrings(const std::vector<std::string>& values);
    /// Of a type that the bytes are in already.
    static NpyArray fromValues(const char* dtype, std::span<const std::byte> values,
                               std::vector<std::size_t> shape);
};

/// Bytes of one value of a NumPy type; `where` names its array in errors.
/// Throws: Error(Data) for a type that NpyArray does not know.
std::size_t npyItemSize(const std::string& dtype, const std::string& where);

}  // namespace pf
