// A file that a command is to write, looked at before the work starts.
#pragma once

#include <string>
#include <vector>

namespace pf::cli {

/// Refuses what could only fail, or destroy something, after the work: a folder's name, a folder that is not
/// there or may not be written to, and a file that the command reads (`inputs`: files and folders; those that
/// are neither are passed over) or writes under another option. An empty name is no output. Throws:
/// Error(Config) naming the file and the remedy.
void requireOutputFile(const std::string& file, const std::vector<std::string>& inputs);

}  // namespace pf::cli
