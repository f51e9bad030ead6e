// --backbone: where a model's network is now.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace pf::cli {

/// Adds --backbone, which becomes an assignment among the --set ones.
inline void addBackboneOption(CLI::App& command, std::vector<std::string>& settings) {
    command.add_option_function<std::string>(
        "--backbone",
        [&settings](const std::string& file) { settings.push_back("model.backbone.file=" + file); },
        "The model's backbone, when it is no longer where the model was trained: its file, or a folder in "
        "which it is looked for by name and hash");
}

}  // namespace pf::cli
