#include "app/cli/commands/metrics.h"

#include <cstdio>

#include "app/cli/output/output_file.h"
#include "core/base/text.h"
#include "core/session/run/metrics_export.h"

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
    for (const auto& file : written.files) {
        std::printf("%s\n", file.c_str());
    }
    std::printf("%s steps, %s evaluations\n", formatCount(written.steps).c_str(),
                formatCount(written.evaluations).c_str());
    return kOk;
}

}  // namespace

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
