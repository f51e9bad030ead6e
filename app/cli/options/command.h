// What every verb is made of: options that several share, and a body that runs guarded.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/output/console.h"
#include "core/base/config/options.h"

namespace pf::cli {

/// What the verb does with its arguments once they are read; `exitCode` becomes what `run` returns.
template <typename Arguments, typename Run>
void onRun(CLI::App& command, const std::shared_ptr<Arguments>& arguments, int& exitCode, const Run& run) {
    command.callback([arguments, &exitCode, run] { exitCode = guarded([&] { return run(*arguments); }); });
}

/// Adds --set, the assignments of recipeOf or of a model. `of`: what they change.
void addSettingsOption(CLI::App& command, std::vector<std::string>& settings, const std::string& of);

/// The recipe of a file with the assignments of --set. Throws: Error(Config).
Options recipeOf(const std::string& config, const std::vector<std::string>& settings);

/// Adds --root, which withListRoot() puts behind the lists among the sources.
void addRootOption(CLI::App& command, std::string& root);

}  // namespace pf::cli
