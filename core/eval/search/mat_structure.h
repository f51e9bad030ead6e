// The structure of a MATLAB file, walked before a library reads it. Internal to MatFile.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pf {

/// Checks that a file is a MATLAB level 5 file (`save -v6` or `-v7`) of numbers, text and cells of them, in
/// two dimensions, and that every size it declares is backed by bytes that are there. matio 1.5 sizes its
/// buffers by what a file declares (matio issue 334), so it is only given files that passed this. Returns the
/// variables' names in order.
/// Throws: Error(Io) (cannot be read), Error(Data) naming the file and the variable: another format or
/// version, a cut file, sizes that contradict each other, another kind of variable, more than 64 MiB.
/// Cost: O(bytes) time; memory of the file and of its largest compressed variable.
std::vector<std::string> checkMatStructure(const std::filesystem::path& file);

}  // namespace pf
