// Where paths lie in respect to each other.
#pragma once

#include <filesystem>

namespace pf {

/// The path seen through links, as far as it exists, without a slash at its end.
std::filesystem::path realPath(const std::filesystem::path& path);

/// Whether `inner` is `outer` or lies below it, both seen through links.
bool liesIn(const std::filesystem::path& inner, const std::filesystem::path& outer);

}  // namespace pf
