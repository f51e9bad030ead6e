// NumPy .npz archives of plain arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// One array of an .npz: C order, little endian.
struct NpyArray {
    std::string dtype;  ///< NumPy's descriptor: "<f4", "<f8", "|b1", "<i4", "<i8", "<U12", "|S8", "|u1"
    std::vector<std::size_t> shape;  ///< empty for a scalar
    std::vector<std::byte> bytes;    ///< the values, `elementCount() * itemSize()` bytes

    std::size_t elementCount() const;
    std::size_t itemSize() const;
    /// Values converted to float; accepts f4, f8, b1 and integers. Throws: Error(Data) for text arrays.
    std::vector<float> toFloats() const;
    std::vector<double> toDoubles() const;
    /// Values converted to 64-bit integers; accepts integers and b1.
    std::vector<std::int64_t> toIntegers() const;
    /// Values of a "<U" or "|S" array, UTF-8.
    std::vector<std::string> toStrings() const;

    static NpyArray fromFloats(std::span<const float> values, std::vector<std::size_t> shape);
    static NpyArray fromBools(const std::vector<bool>& values);
    static NpyArray fromIntegers(std::span<const std::int64_t> values, std::vector<std::size_t> shape);
    static NpyArray fromStrings(const std::vector<std::string>& values);
};

using NpzArrays = std::map<std::string, NpyArray>;

/// Reads every array of an archive (stored or deflated).
/// Throws: Error(Data) naming file and array when it is cut, of an unsupported type or lies about its size.
NpzArrays readNpz(const std::filesystem::path& path);

/// Writes an archive that numpy.load opens, atomically.
void writeNpz(const std::filesystem::path& path, const NpzArrays& arrays);

/// Parses one .npy file's bytes; `where` names it in errors.
NpyArray parseNpy(std::span<const std::byte> bytes, const std::string& where);

}  // namespace pf
