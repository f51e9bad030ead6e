// NumPy .npy files, and .npz archives of plain arrays.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/numpy/npy_array.h"

namespace pf {

/// What every .npy file begins with.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// Parses one .npy file's bytes; `where` names it in errors.
/// Throws: Error(Data) when it is cut, of an unsupported type, in Fortran order or lies about its size.
NpyArray parseNpy(std::span<const std::byte> bytes, const std::string& where);

/// Reads a .npy file. Throws: Error(Io) when it cannot be opened or read, Error(Data) as parseNpy.
/// Cost: allocates what the header states only after the file's size confirmed it.
NpyArray readNpy(const std::filesystem::path& file);

/// The bytes of a .npy file of the array, as numpy.save writes them.
std::vector<std::byte> npyBytes(const NpyArray& array);

using NpzArrays = std::map<std::string, NpyArray>;

/// Reads every array of an archive (stored or deflated).
/// Throws: Error(Data) naming file and array when it is cut, of an unsupported type or lies about its size.
NpzArrays readNpz(const std::filesystem::path& path);

/// Writes an archive that numpy.load opens, atomically.
void writeNpz(const std::filesystem::path& path, const NpzArrays& arrays);

}  // namespace pf
