#include "app/cli/commands/validate.h"

#include <cstdio>

#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "core/session/evaluate/evaluation_check.h"
#include "core/session/run/training.h"

namespace pf::cli {
namespace {

struct Arguments {
    std::string config;
    std::vector<std::string> settings;
    bool list = false;
    bool print = false;
    std::string write;
};

int validate(const Arguments& asked) {
    if (asked.list) {
        std::printf("%s", configText(Options{}, true).c_str());
        return kOk;
    }
    if (asked.config.empty()) {
        throw Error(ErrorCode::Config, "which configuration? e.g. probface validate configs/demo.yaml");
    }
    requireOutputFile(asked.write, {asked.config});
    const Options options = recipeOf(asked.config, asked.settings);
    if (asked.print) {
        std::printf("%s", configText(options).c_str());
    }
    checkRecipe(options);
    for (const std::string& caution : checkEvaluationSets(options)) {
        std::printf("warning: %s\n", caution.c_str());
    }
    std::printf("%s: valid\n", asked.config.c_str());
    if (!asked.write.empty()) {
        writeTextAtomically(asked.write, configText(options));
    }
    return kOk;
}

}  // namespace

void addValidate(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("validate", "Check a configuration without running it");
    command->footer("Examples:\n  probface validate configs/demo.yaml\n  probface validate --list");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("config", arguments->config, "Configuration file");
    addSettingsOption(*command, arguments->settings, "one option; may be repeated");
    command->add_flag("--list", arguments->list, "Explain every option with its default");
    command->add_flag("--print", arguments->print, "Print the whole resolved configuration");
    command->add_option("--write", arguments->write,
                        "Write the whole resolved configuration to this file, a recipe of its own");
    onRun(*command, arguments, exitCode, validate);
}

}  // namespace pf::cli
