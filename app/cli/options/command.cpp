#include "app/cli/options/command.h"

#include "core/base/config/config_file.h"

namespace pf::cli {

Options recipeOf(const std::string& config, const std::vector<std::string>& settings) {
    Options options = config.empty() ? Options() : loadConfig(config);
    for (const auto& setting : settings) {
        applySetting(options, setting);
    }
    return options;
}

}  // namespace pf::cli
