#include "app/cli/output/output_file.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "core/base/error.h"

namespace fs = std::filesystem;

namespace pf::cli {

void requireOutputFile(const std::string& file, const std::vector<std::string>& inputs) {
    if (file.empty()) {
        return;
    }
    const auto refuse = [&](const std::string& why) { throw Error(ErrorCode::Config, why, file); };
    std::error_code unknown;
    const fs::path path = file;
    if (fs::is_directory(path, unknown)) {
        refuse("is a folder; name a file in it");
    }
    const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (!fs::is_directory(folder, unknown)) {
        refuse("cannot be written: there is no folder " + folder.string() + "; create it first");
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        refuse("cannot be written: the folder " + folder.string() + " may not be written to by this user");
    }
    for (const std::string& input : inputs) {
        const bool isSame = input == file || fs::equivalent(input, path, unknown) ||
                            (fs::exists(fs::path(input) / "metrics.jsonl", unknown) &&
                             fs::equivalent(input, folder, unknown));
        if (!input.empty() && isSame) {
            refuse(fs::is_directory(input, unknown)
                       ? "would lie among the files of the run " + input + "; write it elsewhere"
                       : "is used by this command already and would be lost; choose another name");
        }
    }
}

}  // namespace pf::cli
