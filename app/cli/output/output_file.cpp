#include "app/cli/output/output_file.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "core/base/error.h"
#include "core/base/files/path_places.h"

namespace fs = std::filesystem;

namespace pf::cli {

void requireOutputFile(const std::string& file, const std::vector<std::string>& inputs) {
    if (file.empty()) {
        return;
    }
    const auto refuseIf = [&](bool isWrong, const std::string& why) {
        throwIf(isWrong, ErrorCode::Config, why, file);
    };
    std::error_code unknown;
    const fs::path path = file;
    refuseIf(pathIsFolder(path), "is a folder; name a file in it");
    const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
    refuseIf(!pathIsFolder(folder),
             "cannot be written: there is no folder " + folder.string() + "; create it first");
    refuseIf(::access(folder.c_str(), W_OK | X_OK) != 0,
             "cannot be written: the folder " + folder.string() + " may not be written to by this user");
    for (const std::string& input : inputs) {
        const bool isSame =
            input == file || fs::equivalent(input, path, unknown) ||
            (pathExists(fs::path(input) / "metrics.jsonl") && fs::equivalent(input, folder, unknown));
        refuseIf(!input.empty() && isSame,
                 pathIsFolder(input)
                     ? "would lie among the files of the run " + input + "; write it elsewhere"
                     : "is used by this command already and would be lost; choose another name");
    }
}

}  // namespace pf::cli
