// What every verb is made of: options that several share, and a body that runs guarded.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/options/flag_reader.h"
#include "app/cli/output/console.h"
#include "core/base/config/options.h"

namespace pf::cli {

/// What the verb does with its arguments once they are read; `exitCode` becomes what `run` returns.
template <typename Arguments, typename Run>
void onRun(CLI::App& command, const std::shared_ptr<Arguments>& arguments, int& exitCode, const Run& run) {
    command.callback([arguments, &exitCode, run] { exitCode = guarded([&] { return run(*arguments); }); });
}

/// The same of a verb whose options are the table of its request.
template <typename Request, typename Run>
void onRequest(CLI::App& command, int& exitCode, const Run& run) {
    const auto request = std::make_shared<Request>();
    const FlagReader flags(command, flagsOf(*request));
    onRun(command, request, exitCode, flags.before(run));
}

/// The recipe of a file with the assignments of --set. Throws: Error(Config).
Options recipeOf(const std::string& config, const std::vector<std::string>& settings);

}  // namespace pf::cli
