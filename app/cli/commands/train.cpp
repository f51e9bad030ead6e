#include "app/cli/commands/train.h"

#include <cstdio>
#include <filesystem>

#include "app/cli/output/training_console.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/run/run_reader.h"
#include "core/session/run/training.h"

namespace pf::cli {
namespace {

struct TrainArguments {
    std::string config;
    std::vector<std::string> settings;
    std::string runDirectory;
    bool resume = false;
    long long extraEpochs = 0;
};

/// The stored evaluation options with what --set changes; other options of a run stay as they are.
EvaluationOptions changedEvaluationOptions(const TrainArguments& arguments) {
    Options options = loadConfig(std::filesystem::path(arguments.runDirectory) / "config.yaml");
    for (const auto& setting : arguments.settings) {
        if (!setting.starts_with("evaluation.")) {
            throw Error(ErrorCode::Config,
                        "--resume continues with the options the run was started with; only evaluation.* may "
                        "change on the way",
                        "--set " + setting);
        }
        applySetting(options, setting);
    }
    return options.evaluation;
}

TrainRequest requestOf(const TrainArguments& arguments) {
    TrainRequest request;
    request.runDirectory = arguments.runDirectory;
    request.resume = arguments.resume || arguments.extraEpochs > 0;
    request.extraEpochs = arguments.extraEpochs;
    std::error_code status;
    if (request.resume && !arguments.config.empty() &&
        !std::filesystem::exists(request.runDirectory / "config.yaml", status)) {
        request.resume =
            false;  // nothing to continue yet: start, so that one command serves a restarting server
    }
    if (request.resume) {
        if (!arguments.settings.empty()) {
            request.evaluation = changedEvaluationOptions(arguments);
        }
        return request;
    }
    if (arguments.config.empty()) {
        throw Error(ErrorCode::Config, "which configuration? e.g. probface train configs/own_backbone.yaml");
    }
    request.options = recipeOf(arguments.config, arguments.settings);
    return request;
}

void addCommon(CLI::App& command, TrainArguments& arguments) {
    command.add_option("config", arguments.config,
                       "Configuration file (configs/*.yaml; not needed with --resume)");
    addSettingsOption(command, arguments.settings,
                      "one option (with --resume: of evaluation.*); may be repeated");
    command.add_option("--run-dir", arguments.runDirectory,
                       "Folder of this run (default: run.root/run.name/yyyymmdd-HHMMSS)");
    command.add_flag("--resume", arguments.resume, "Continue the run in --run-dir from its last checkpoint");
    command.add_option("--extra-epochs", arguments.extraEpochs, "Resume and train this many epochs more")
        ->check(CLI::NonNegativeNumber);
}

}  // namespace

void addTrain(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("train", "Train an uncertainty head on a frozen backbone");
    command->footer(
        "Examples:\n"
        "  probface train configs/own_backbone.yaml --set data.train=/data/faces \\\n"
        "      --set model.backbone.file=net.pt --set evaluation.sets.lfw=/data/lfw.bin\n"
        "  probface train --resume --run-dir runs/own_backbone/20260101-120000\n"
        "  probface train --resume --run-dir RUN --set evaluation.sets.lfw=/data/lfw.bin\n"
        "All options: probface validate --list");
    const auto arguments = std::make_shared<TrainArguments>();
    addCommon(*command, *arguments);
    onRun(*command, arguments, exitCode, [](const TrainArguments& asked) {
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
    const auto arguments = std::make_shared<TrainArguments>();
    addCommon(*command, *arguments);
    onRun(*command, arguments, exitCode, [](const TrainArguments& asked) {
        return runTraining(PreparedRun(requestOf(asked)), &pretrainBackbone);
    });
}

void addRuns(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("runs", "List the runs below a folder");
    const auto root = std::make_shared<std::string>("runs");
    command->add_option("folder", *root, "Where to look")->capture_default_str();
    onRun(*command, root, exitCode, [](const std::string& folder) {
        constexpr const char* kColumns = "%-36s %-20s %-12s %15s %10s\n";
        std::printf(kColumns, "run", "started", "state", "steps", "best MLS");
        for (const auto& run : listRuns(folder)) {
            std::printf(kColumns, run.name.c_str(), run.started.c_str(), runStateText(run.state).c_str(),
                        (formatCount(run.step) + "/" + formatCount(run.totalSteps)).c_str(),
                        run.bestAccuracy > 0 ? formatPercent(run.bestAccuracy).c_str() : "-");
            if (!run.detail.empty()) {
                std::printf("    %s\n", run.detail.c_str());
            }
        }
        return kOk;
    });
}

}  // namespace pf::cli
