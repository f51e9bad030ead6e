#include "app/cli/commands/runs.h"

#include <cstdio>

#include "app/cli/output/output_file.h"
#include "core/base/text.h"
#include "core/session/run/metrics_export.h"
#include "core/session/run/run_reader.h"

namespace pf::cli {
namespace {

struct Arguments {
    std::string run;
    std::string out;
};

int metrics(const Arguments& asked) {
    if (!std::filesystem::path(asked.out).extension().empty()) {
        requireOutputFile(asked.out, {asked.run});
    }
    const auto written = exportMetrics(asked.run, asked.out);
    if (written.damagedLines > 0) {
        std::fprintf(stderr, "note: %s damaged lines of metrics.jsonl were left out\n",
                     formatCount(written.damagedLines).c_str());
    }
    printEach(stdout, "", written.files);
    std::printf("%s steps, %s evaluations\n", formatCount(written.steps).c_str(),
                formatCount(written.evaluations).c_str());
    return kOk;
}

}  // namespace

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

void addMetrics(CLI::App& app, int& exitCode) {
    auto* command =
        app.add_subcommand("metrics", "Write a run's numbers as CSV, JSON lines or TensorBoard events");
    command->footer(
        "NAME.csv: one line a logged step, a column a loss term and a percentile of sigma²; evaluations go "
        "to\n"
        "NAME.evaluations.csv. NAME.jsonl: every record. NAME.tfevents: scalars. A folder: all of them.\n"
        "What a resumed run did again counts once.\n"
        "Example: probface metrics runs/demo/RUN --out demo.csv");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("run", arguments->run, "Run directory, finished or under way")->required();
    command->add_option("--out", arguments->out, "NAME.csv, NAME.jsonl, NAME.tfevents or a new folder")
        ->required();
    onRun(*command, arguments, exitCode, metrics);
}

}  // namespace pf::cli
