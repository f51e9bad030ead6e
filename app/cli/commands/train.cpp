#include "app/cli/commands/train.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "app/cli/options/flag_reader.h"
#include "app/cli/output/output_file.h"
#include "app/cli/output/training_console.h"
#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/session/commands/model_commands.h"
#include "core/session/evaluate/evaluation_check.h"
#include "core/session/run/demo.h"
#include "core/session/run/training.h"

namespace pf::cli {
namespace {

int demo(const TrainCommand& asked) {
    PreparedRun run(
        TrainRequest{.options = recipeOf(homeDirectory() / "configs" / "demo.yaml", asked.settings),
                     .runDirectory = asked.runDirectory});
    const std::filesystem::path directory = run.directory();
    if (const int code = runTraining(std::move(run), &trainHead); code != kOk) {
        return code;
    }
    RunControl control;
    const DemoReport report = withProgress(control, makeDemoReport, directory);
    if (control.stopRequested()) {
        return kInterrupted;
    }
    printFormatted("\nheld-out synthetic people: Spearman(sigma², known degradation) = %.3f\n",
                   report.spearman);
    printFormatted(
        "accuracy keeping all %.2f %%, leaving out the 30 %% most uncertain %.2f %%, 30 %% at random %.2f "
        "%%\n",
        report.accuracyAll * 100, report.accuracyAtDiscard * 100, report.accuracyAtRandomDiscard * 100);
    std::printf("report: %s\nfaces:  %s\n", report.reportFile.c_str(), report.sheetFile.c_str());
    return kOk;
}

/// The stored evaluation options with what --set changes; other options of a run stay as they are.
EvaluationOptions changedEvaluationOptions(const TrainCommand& arguments) {
    Options options = loadConfig(std::filesystem::path(arguments.runDirectory) / "config.yaml");
    for (const auto& setting : arguments.settings) {
        throwIf(!setting.starts_with("evaluation."), ErrorCode::Config,
                "--resume continues with the options the run was started with; only evaluation.* may change "
                "on the way",
                "--set " + setting);
        applySetting(options, setting);
    }
    return options.evaluation;
}

TrainRequest requestOf(const TrainCommand& arguments) {
    TrainRequest request;
    request.runDirectory = arguments.runDirectory;
    request.resume = arguments.resume || arguments.extraEpochs > 0;
    request.extraEpochs = arguments.extraEpochs;
    if (request.resume && !arguments.config.empty() && !pathExists(request.runDirectory / "config.yaml")) {
        request.resume =
            false;  // nothing to continue yet: start, so that one command serves a restarting server
    }
    if (request.resume) {
        if (!arguments.settings.empty()) {
            request.evaluation = changedEvaluationOptions(arguments);
        }
        return request;
    }
    throwIf(arguments.config.empty(), ErrorCode::Config,
            "which configuration? e.g. probface train configs/own_backbone.yaml");
    request.options = recipeOf(arguments.config, arguments.settings);
    return request;
}

struct ValidateArguments {
    std::string config;
    std::vector<std::string> settings;
    bool list = false;
    bool print = false;
    std::string write;
};

int validate(const ValidateArguments& asked) {
    if (asked.list) {
        std::printf("%s", configText(Options{}, true).c_str());
        return kOk;
    }
    throwIf(asked.config.empty(), ErrorCode::Config,
            "which configuration? e.g. probface validate configs/demo.yaml");
    requireOutputFile(asked.write, {asked.config});
    const Options options = recipeOf(asked.config, asked.settings);
    if (asked.print) {
        std::printf("%s", configText(options).c_str());
    }
    checkRecipe(options);
    printEach(stdout, "warning: ", checkEvaluationSets(options));
    std::printf("%s: valid\n", asked.config.c_str());
    if (!asked.write.empty()) {
        writeTextAtomically(asked.write, configText(options));
    }
    return kOk;
}

}  // namespace

void addDemo(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("demo", "Train and evaluate on synthetic faces in about a minute");
    command->footer("No data and no network needed. Then look at it: probface-studio RUN");
    const auto arguments = std::make_shared<TrainCommand>();
    const FlagReader flags(
        *command, {{"--run-dir", &arguments->runDirectory, "Folder of this run (default: runs/demo/TIME)"},
                   settingsFlag(&arguments->settings, "one option; may be repeated")});
    onRun(*command, arguments, exitCode, demo);
}

void addTrain(CLI::App& app, int& exitCode) {
    auto* command =
        app.add_subcommand(verbOf(TrainCommand()), "Train an uncertainty head on a frozen backbone");
    command->footer(
        "Examples:\n"
        "  probface train configs/own_backbone.yaml --set data.train=/data/faces \\\n"
        "      --set model.backbone.file=net.pt --set evaluation.sets.lfw=/data/lfw.bin\n"
        "  probface train --resume --run-dir runs/own_backbone/20260101-120000\n"
        "  probface train --resume --run-dir RUN --set evaluation.sets.lfw=/data/lfw.bin\n"
        "All options: probface validate --list");
    onRequest<TrainCommand>(*command, exitCode, [](const TrainCommand& asked) {
        const TrainRequest request = requestOf(asked);
        if (!request.resume) {
            checkRecipe(request.options);  // before there is a folder for a run that cannot be
        }
        return runTraining(PreparedRun(request), &trainHead);
    });
}

void addPretrain(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("pretrain", "Train a backbone from scratch with ArcFace");
    command->footer(
        "Example: probface pretrain configs/demo_backbone.yaml --set pretrain.output=net.safetensors");
    onRequest<TrainCommand>(*command, exitCode, [](const TrainCommand& asked) {
        return runTraining(PreparedRun(requestOf(asked)), &pretrainBackbone);
    });
}

void addValidate(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("validate", "Check a configuration without running it");
    command->footer("Examples:\n  probface validate configs/demo.yaml\n  probface validate --list");
    const auto arguments = std::make_shared<ValidateArguments>();
    const FlagReader flags(*command,
                           {{"config", &arguments->config, "Configuration file"},
                            settingsFlag(&arguments->settings, "one option; may be repeated"),
                            {"--list", &arguments->list, "Explain every option with its default"},
                            {"--print", &arguments->print, "Print the whole resolved configuration"},
                            {"--write", &arguments->write,
                             "Write the whole resolved configuration to this file, a recipe of its own"}});
    onRun(*command, arguments, exitCode, validate);
}

}  // namespace pf::cli
