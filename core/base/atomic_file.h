// Files that are either the old one or the new one, never a mixture.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pf {

/// Receives the bytes of a file in order.
using ByteSink = std::function<void(std::span<const std::byte>)>;

/// Writes `path` as temp -> write -> fsync -> rename -> fsync(directory); `write` is called once with a sink.
/// Throws: Error(Io) naming the path and the system's reason; the temporary is removed and `path` left as it
/// was.
void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const ByteSink&)>& write);

/// The same for text held in memory.
void writeTextAtomically(const std::filesystem::path& path, std::string_view text);

/// Creates a folder and those above it. Throws: Error(Io).
void makeFolder(const std::filesystem::path& folder);

/// The whole file as text. Throws: Error(Io) when missing, unreadable or larger than `maxBytes`.
std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes = std::size_t{1} << 30);

}  // namespace pf
