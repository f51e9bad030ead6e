#include "app/cli/commands/compare_methods.h"

#include <cstdio>

#include "app/cli/options/evaluation_arguments.h"
#include "app/cli/options/flag_reader.h"
#include "core/base/config/config_file.h"
#include "core/session/evaluate/method_tables.h"
#include "core/session/run/method_comparison.h"

namespace pf::cli {
namespace {

int compareMethods(const CompareMethodsCommand& arguments) {
    ComparisonRequest request;
    request.base = recipeOf(arguments.config, arguments.settings);
    request.presets = arguments.presets;
    request.models = namedSources(arguments.models, "--model");
    request.sets = namedSources(arguments.sets, "--on");
    for (const auto& metric : arguments.metrics) {
        request.metrics.push_back(tableMetricOf(metric));
    }
    request.protocols = {arguments.ijb, arguments.blufr, arguments.imagesRoot};
    if (!arguments.evaluation.targets.empty()) {
        request.protocols.templateFar = arguments.evaluation.targets.front();
        request.protocols.identificationFar = arguments.evaluation.targets.front();
    }
    request.evaluation = requestOf(arguments.evaluation, request.base.evaluation);
    for (const auto& metric : request.metrics) {
        addTarget(metric, request.evaluation.report);
    }
    request.out = arguments.out;
    RunControl control;
    const Comparison comparison = withProgress(control, pf::compareMethods, request);
    if (comparison.interrupted) {
        std::fprintf(stderr, "stopped; the same command continues where it ended\n");
        return kInterrupted;
    }
    for (const auto& table : comparison.tables) {
        std::printf("\n%s", methodTablesText({table}, TableFormat::Markdown).c_str());
    }
    std::printf("\nwritten to %s: table.md, table.tex, table.csv, report.html and a folder per method\n",
                arguments.out.c_str());
    return kOk;
}

}  // namespace

void addCompareMethods(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(verbOf(CompareMethodsCommand()),
                                       "Train presets, evaluate them, and print the table of methods");
    command->footer(
        "Rows are presets (base, pfe, mls, mls_l1_triplet, probface, or your own .yaml laid over CONFIG) and "
        "models that\n"
        "are trained already; columns are pair sets and, with --ijb and --blufr, TAR of templates and DIR "
        "of\n"
        "open-set identification, mean ± deviation over splits and trials, at the first --at-fmr (default "
        "1e-3 and\n"
        "1e-2). base is compared by cosine, every other method by MLS. Stopped with\n"
        "Ctrl+C, the same command continues where it ended.\n"
        "Example:\n"
        "  probface compare-methods configs/own_backbone.yaml --set data.train=/data/faces \\\n"
        "      --set model.backbone.file=net.pt --presets base,pfe,mls,mls_l1_triplet,probface \\\n"
        "      --on lfw=/data/lfw.bin --metric accuracy,accuracy@0.3 --bootstrap 1000 --out table\n"
        "  ... --on lfw=/data/lfw.bin --ijb /data/ijba --images-root /data/ijba_crops --out table");
    const auto arguments = std::make_shared<CompareMethodsCommand>();
    const FlagReader flags(*command, flagsOf(*arguments));
    addOldName(*command, arguments->evaluation.targets);
    onRun(*command, arguments, exitCode, flags.before(compareMethods));
}

}  // namespace pf::cli
