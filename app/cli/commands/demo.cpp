#include "app/cli/commands/demo.h"

#include <cstdio>
#include <utility>

#include "app/cli/output/training_console.h"
#include "core/base/config/config_file.h"
#include "core/base/numbers.h"
#include "core/session/run/demo.h"

namespace pf::cli {
namespace {

struct Arguments {
    std::string runDirectory;
    std::vector<std::string> settings;
};

int demo(const Arguments& asked) {
    PreparedRun run(
        TrainRequest{.options = recipeOf(homeDirectory() / "configs" / "demo.yaml", asked.settings),
                     .runDirectory = asked.runDirectory});
    const std::filesystem::path directory = run.directory();
    if (const int code = runTraining(std::move(run), &trainHead); code != kOk) {
        return code;
    }
    RunControl control;
    const DemoReport report = withProgress(
        control, [&](auto& stop, const auto& observer) { return makeDemoReport(directory, stop, observer); });
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

}  // namespace

void addDemo(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("demo", "Train and evaluate on synthetic faces in about a minute");
    command->footer("No data and no network needed. Then look at it: probface-studio RUN");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--run-dir", arguments->runDirectory, "Folder of this run (default: runs/demo/TIME)");
    addSettingsOption(*command, arguments->settings, "one option; may be repeated");
    onRun(*command, arguments, exitCode, demo);
}

}  // namespace pf::cli
