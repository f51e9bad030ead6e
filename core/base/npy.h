// NumPy .npy files and the arrays they hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// What every .npy file begins with.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

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

    static NpyArray fromFloats(std::span<const float> values, std::vector<std::size_t> shape);
    static NpyArray fromDoubles(std::span<const double> values, std::vector<std::size_t> shape);
    static NpyArray fromBools(const std::vector<bool>& values);
    static NpyArray fromIntegers(std::span<const std::int64_t> values, std::vector<std::size_t> shape);
    static NpyArray fromStrings(const std::vector<std::string>& values);
};

/// Bytes of one value of a NumPy type; `where` names its array in errors.
/// Throws: Error(Data) for a type that NpyArray does not know.
std::size_t npyItemSize(const std::string& dtype, const std::string& where);

/// Parses one .npy file's bytes; `where` names it in errors.
/// Throws: Error(Data) when it is cut, of an unsupported type, in Fortran order or lies about its size.
NpyArray parseNpy(std::span<const std::byte> bytes, const std::string& where);

/// Reads a .npy file. Throws: Error(Io) when it cannot be opened or read, Error(Data) as parseNpy.
/// Cost: allocates what the header states only after the file's size confirmed it.
NpyArray readNpy(const std::filesystem::path& file);

/// The bytes of a .npy file of the array, as numpy.save writes them.
std::vector<std::byte> npyBytes(const NpyArray& array);

}  // namespace pf
