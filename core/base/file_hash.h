// Which file it is, by what is in it.
#pragma once

#include <filesystem>
#include <string>

namespace pf {

/// SHA-256 of a file. Throws: Error(Io).
std::string fileSha256(const std::filesystem::path& file);
/// Copies a file; returns its SHA-256. Throws: Error(Io).
std::string copyWithSha256(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace pf
