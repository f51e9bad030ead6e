// probface demo: the built-in demonstration on synthetic faces.
#include "app/cli/commands/demo.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/output/console.h"
#include "app/cli/output/training_console.h"
#include "core/base/config/config_file.h"
#include "core/base/numbers.h"
#include "core/session/run/demo.h"

namespace pf::cli {

void addDemo(CLI::App& app, int& exitCode) {
    struct Arguments {
        std::string runDirectory;
        std::vector<std::string> settings;
    };
    auto* command = app.add_subcommand("demo", "Train and evaluate on synthetic faces in about a minute");
    command->footer("No data and no network needed. Then look at it: probface-studio RUN");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--run-dir", arguments->runDirectory, "Folder of this run (default: runs/demo/TIME)");
    command->add_option("--set", arguments->settings, "KEY=VALUE: changes one option; may be repeated")
        ->allow_extra_args(false);
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            TrainRequest request{.options = loadConfig(homeDirectory() / "configs" / "demo.yaml"),
                                 .runDirectory = arguments->runDirectory};
            for (const auto& setting : arguments->settings) {
                applySetting(request.options, setting);
            }
            PreparedRun run(std::move(request));
            const std::filesystem::path directory = run.directory();
            const int code = runTraining(std::move(run), &trainHead);
            if (code != kOk) {
                return code;
            }
            RunControl control;
            const InterruptGuard interrupts(control);
            DemoReport report;
            {
                ProgressLine line;
                report = makeDemoReport(directory, control, line.observer());
            }
            if (control.stopRequested()) {
                return kInterrupted;
            }
            printFormatted("\nheld-out synthetic people: Spearman(sigma², known degradation) = %.3f\n",
                           report.spearman);
            printFormatted(
                "accuracy keeping all %.2f %%, leaving out the 30 %% most uncertain %.2f %%, 30 %% at random "
                "%.2f %%\n",
                report.accuracyAll * 100, report.accuracyAtDiscard * 100,
                report.accuracyAtRandomDiscard * 100);
            std::printf("report: %s\nfaces:  %s\n", report.reportFile.c_str(), report.sheetFile.c_str());
            return kOk;
        });
    });
}

}  // namespace pf::cli
