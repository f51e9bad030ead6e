// What is at a path, and where paths lie in respect to each other.
#pragma once

#include <filesystem>
#include <system_error>

namespace pf {

/// Whether there is something of that name; false also where the system does not say.
inline bool pathExists(const std::filesystem::path& path) {
    std::error_code unknown;
    return std::filesystem::exists(path, unknown);
}
inline bool pathIsFile(const std::filesystem::path& path) {
    std::error_code unknown;
    return std::filesystem::is_regular_file(path, unknown);
}
inline bool pathIsFolder(const std::filesystem::path& path) {
    std::error_code unknown;
    return std::filesystem::is_directory(path, unknown);
}

/// The path seen through links, as far as it exists, without a slash at its end.
std::filesystem::path realPath(const std::filesystem::path& path);

/// Whether `inner` is `outer` or lies below it, both seen through links.
bool liesIn(const std::filesystem::path& inner, const std::filesystem::path& outer);

}  // namespace pf
