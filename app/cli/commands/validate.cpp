// probface validate.
#include "app/cli/commands/validate.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/output/console.h"
#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "core/session/evaluate/evaluation_check.h"
#include "core/session/run/training.h"

namespace pf::cli {

void addValidate(CLI::App& app, int& exitCode) {
    struct Arguments {
        std::string config;
        std::vector<std::string> settings;
        bool list = false;
        bool print = false;
        std::string write;
    };
    auto* command = app.add_subcommand("validate", "Check a configuration without running it");
    command->footer("Examples:\n  probface validate configs/demo.yaml\n  probface validate --list");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("config", arguments->config, "Configuration file");
    command->add_option("--set", arguments->settings, "KEY=VALUE: changes one option; may be repeated")
        ->allow_extra_args(false);
    command->add_flag("--list", arguments->list, "Explain every option with its default");
    command->add_flag("--print", arguments->print, "Print the whole resolved configuration");
    command->add_option("--write", arguments->write,
                        "Write the whole resolved configuration to this file, a recipe of its own");
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            if (arguments->list) {
                std::printf("%s", configText(Options{}, true).c_str());
                return kOk;
            }
            if (arguments->config.empty()) {
                throw Error(ErrorCode::Config,
                            "which configuration? e.g. probface validate configs/demo.yaml");
            }
            requireOutputFile(arguments->write, {arguments->config});
            Options options = loadConfig(arguments->config);
            for (const auto& setting : arguments->settings) {
                applySetting(options, setting);
            }
            if (arguments->print) {
                std::printf("%s", configText(options).c_str());
            }
            checkRecipe(options);
            for (const std::string& caution : checkEvaluationSets(options)) {
                std::printf("warning: %s\n", caution.c_str());
            }
            std::printf("%s: valid\n", arguments->config.c_str());
            if (!arguments->write.empty()) {
                writeTextAtomically(arguments->write, configText(options));
            }
            return kOk;
        });
    });
}

}  // namespace pf::cli
