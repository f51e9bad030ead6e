// Files that stand in for others: pointers to a file that was not fetched, pages of a server that refused it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace pf {

/// What a file is instead of what its name promises, told by its first bytes, with the cure ("is a Git LFS
/// pointer, not the file itself ..."); empty when it is none of these: a pointer of Git LFS or git-annex, a
/// web page, a server's answer.
std::string standInProblem(std::string_view start);
std::string standInProblem(std::span<const std::byte> start);

/// The first bytes of a file, for telling its kind: fewer where it has fewer, none where it cannot be read.
std::string beginningOf(const std::filesystem::path& file, std::size_t bytes);

/// Throws: Error(Data) naming the file and the cure when it is one of these; anything else passes, also a
/// file that cannot be read, about which its reader says more.
void refuseStandIn(const std::filesystem::path& file);

}  // namespace pf
