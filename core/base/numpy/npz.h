// NumPy .npz archives of plain arrays.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/numpy/npy.h"

namespace pf {

using NpzArrays = std::map<std::string, NpyArray>;

/// Reads every array of an archive (stored or deflated).
/// Throws: Error(Data) naming file and array when it is cut, of an unsupported type or lies about its size.
NpzArrays readNpz(const std::filesystem::path& path);

/// Writes an archive that numpy.load opens, atomically.
void writeNpz(const std::filesystem::path& path, const NpzArrays& arrays);

}  // namespace pf
