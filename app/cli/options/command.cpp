#include "app/cli/options/command.h"

#include "core/base/config/config_file.h"

namespace pf::cli {

void addSettingsOption(CLI::App& command, std::vector<std::string>& settings, const std::string& of) {
    command.add_option("--set", settings, "KEY=VALUE: changes " + of)->allow_extra_args(false);
}

Options recipeOf(const std::string& config, const std::vector<std::string>& settings) {
    Options options = config.empty() ? Options() : loadConfig(config);
    for (const auto& setting : settings) {
        applySetting(options, setting);
    }
    return options;
}

void addRootOption(CLI::App& command, std::string& root) {
    command.add_option("--root", root,
                       "Folder that the paths of a list start from, where it is not the list's own or one "
                       "above; also LIST@FOLDER, wherever images are named");
}

}  // namespace pf::cli
