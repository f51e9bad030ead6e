#include "app/cli/commands/evaluate.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "app/cli/options/evaluation_arguments.h"
#include "app/cli/options/flag_reader.h"
#include "app/cli/output/evaluation_console.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/freed_memory.h"
#include "core/base/list_source.h"
#include "core/session/evaluate/evaluation_task.h"
#include "core/session/evaluate/ready_embeddings.h"

namespace pf::cli {
namespace {

/// The protocols of pairs, unless other protocols are all that is asked.
bool wantsPairs(const EvaluateCommand& asked) {
    if (asked.evaluation.protocols.empty()) {
        return (asked.blufr.empty() && asked.ijb.empty()) || !asked.evaluation.pairList.empty() ||
               !asked.sets.empty();
    }
    return std::ranges::any_of(asked.evaluation.protocols, [](const std::string& protocol) {
        return protocol != "openset" && protocol != "templates";
    });
}

bool wantsOpenSet(const EvaluateCommand& asked) {
    return asked.evaluation.protocols.empty() ? !asked.blufr.empty() : asked.evaluation.asks("openset");
}

bool wantsTemplates(const EvaluateCommand& asked) {
    return asked.evaluation.protocols.empty() ? !asked.ijb.empty() : asked.evaluation.asks("templates");
}

void requireConsistent(const EvaluateCommand& arguments) {
    const auto refuseIf = [](bool isWrong, const char* message) {
        throwIf(isWrong, ErrorCode::Config, message);
    };
    const int inputs = (arguments.model.file.empty() ? 0 : 1) + (arguments.embeddings.empty() ? 0 : 1) +
                       (arguments.scores.empty() ? 0 : 1);
    refuseIf(inputs != 1,
             "give one of --embeddings FILE, --scores FILE, or --model RUN (with --on NAME=PATH, or "
             "--images-root DIR for --blufr and --ijb)");
    refuseIf(wantsOpenSet(arguments) && arguments.blufr.empty(),
             "--protocol openset needs --blufr DIR with the protocol's .mat files");
    refuseIf(wantsTemplates(arguments) && arguments.ijb.empty(),
             "--protocol templates needs --ijb DIR with the protocol's lists");
    refuseIf(!arguments.scores.empty() && (wantsOpenSet(arguments) || wantsTemplates(arguments)),
             "--scores holds pairs only: open-set identification and templates need --embeddings or --model");
    refuseIf(
        !arguments.scores.empty() &&
            (!arguments.evaluation.pairList.empty() || !arguments.evaluation.identities.empty() ||
             !arguments.evaluation.qualities.empty()),
        "--scores brings its pairs, subjects and risks along: leave --pairs, --identities and --quality out");
    refuseIf(arguments.scores.empty() && arguments.scoreIs != "similarity",
             "--score-is goes with --scores: of embeddings the scores are computed, and none is a distance");
    const bool hasModel = !arguments.model.file.empty();
    refuseIf(hasModel && wantsPairs(arguments) && arguments.sets.empty(),
             "--model needs --on NAME=PATH, e.g. --on lfw=/data/lfw.bin");
    refuseIf(
        hasModel && (wantsOpenSet(arguments) || wantsTemplates(arguments)) && arguments.imagesRoot.empty(),
        "--model needs --images-root DIR: where the protocol's images are");
    refuseIf(!hasModel && (!arguments.sets.empty() || !arguments.imagesRoot.empty()),
             "--on and --images-root go with --model; ready embeddings and scores name their own images");
}

ScoreReportOptions scoreFileOptions(const EvaluateCommand& arguments) {
    ScoreReportOptions options = requestOf(arguments.evaluation, {}).report;
    if (arguments.evaluation.protocols.empty()) {
        // Millions of pairs: 10-fold accuracies only when asked for.
        options.verification = false;
        options.risk = false;
    }
    return options;
}

EvaluationTask taskOf(const EvaluateCommand& arguments, const EvaluationOptions& defaults) {
    EvaluationTask task;
    if (wantsPairs(arguments)) {
        task.pairs = requestOf(arguments.evaluation, defaults);
        for (const NamedSource& set : namedSources(arguments.sets, "--on")) {
            task.sets.push_back({set.name, withListRoot({set.source}, arguments.root).front()});
        }
    }
    const auto& targets = arguments.evaluation.targets;
    if (wantsOpenSet(arguments)) {
        task.blufr = arguments.blufr;
        task.openSet.farTargets = targets.empty() ? task.openSet.farTargets : targets;
    }
    if (wantsTemplates(arguments)) {
        task.ijb = arguments.ijb;
        task.templates.farTargets = targets;
    }
    task.imagesRoot = arguments.imagesRoot;
    task.out = arguments.out;
    return task;
}

EvaluationReports evaluateReady(const EvaluateCommand& arguments, RunControl& control) {
    const std::filesystem::path file = arguments.embeddings;
    const EmbeddingSet embeddings = openEmbeddings(
        file, arguments.embeddingSize > 0 ? std::optional(arguments.embeddingSize) : std::nullopt,
        arguments.names);
    EvaluationReports reports =
        evaluateTask({.ready = &embeddings, .file = file}, taskOf(arguments, {}), control, nullptr);
    reports.title = file.stem().string();
    return reports;
}

EvaluationReports evaluateWithModel(const EvaluateCommand& arguments, RunControl& control) {
    FaceModel model(arguments.model.file, arguments.model.settings);
    ProgressLine line;
    const EvaluationTask task = taskOf(arguments, model.info().options.evaluation);
    EvaluationReports reports = evaluateTask({.model = &model}, task, control, line.observer());
    reports.title = task.sets.size() == 1 ? task.sets.front().name : model.info().source.string();
    return reports;
}

EvaluationReports evaluateScores(const EvaluateCommand& arguments) {
    keepFreedMemory(KeptMemory::Everything);
    EvaluationReports reports;
    reports.scores = evaluateScoreFile(arguments.scores,
                                       {.scoreIsDistance = arguments.scoreIs == "distance",
                                        .riskIsQuality = arguments.evaluation.qualityHigherIsBetter},
                                       scoreFileOptions(arguments));
    reports.title = reports.scores->name;
    reports.source = arguments.scores;
    return reports;
}

void write(const EvaluateCommand& arguments, const EvaluationReports& reports) {
    if (!arguments.json.empty()) {
        writeTextAtomically(arguments.json, reportsText(reports));
    }
    if (!arguments.html.empty()) {
        writeTextAtomically(arguments.html, reportsHtml(reports));
    }
    if (!arguments.out.empty()) {
        const std::filesystem::path out = arguments.out;
        makeFolder(out);
        writeTextAtomically(out / "report.json", reportsText(reports));
        writeTextAtomically(out / "report.html", reportsHtml(reports));
    }
    // Last, so that a file in the way of a chart costs no number.
    if (!arguments.charts.empty() && writeCharts(reports, arguments.charts) == 0) {
        std::fprintf(stderr, "probface: nothing that was measured has a chart, so %s stays as it is\n",
                     arguments.charts.c_str());
    }
}

int evaluate(const EvaluateCommand& arguments) {
    requireConsistent(arguments);
    RunControl control;
    const InterruptGuard interrupts(control);
    if (!arguments.out.empty()) {
        makeFolder(arguments.out);
    }
    if (!arguments.charts.empty()) {
        makeChartFolder(arguments.charts);
    }
    const EvaluationReports reports = !arguments.scores.empty()       ? evaluateScores(arguments)
                                      : !arguments.embeddings.empty() ? evaluateReady(arguments, control)
                                                                      : evaluateWithModel(arguments, control);
    if (control.stopRequested()) {
        return kInterrupted;
    }
    printReports(reports);
    write(arguments, reports);
    return kOk;
}

}  // namespace

void addEvaluate(CLI::App& app, int& exitCode) {
    auto* command =
        app.add_subcommand(verbOf(EvaluateCommand()), "Every verification and identification protocol");
    command->footer(
        "Of pairs: 10-fold verification; risk-controlled accuracy (riskiest pairs left out, threshold "
        "re-fitted); EDC\n"
        "(threshold fixed before anything is left out); ERC (threshold recomputed); ROC with TMR at FMR and "
        "calibrated\n"
        "thresholds. Of LFW: BLUFR open-set identification. Of IJB-A/B/C: fused templates.\n"
        "Examples:\n"
        "  probface evaluate --model runs/demo/RUN --on lfw=/data/lfw.bin --out reports\n"
        "  probface evaluate --embeddings lfw.npz --bootstrap 1000 --identities pairs.txt --json lfw.json "
        "--html lfw.html\n"
        "  probface evaluate --embeddings lfw.npz --quality ofiq=ofiq.csv --quality-higher-is-better --json "
        "lfw.json\n"
        "  probface evaluate --embeddings faces.npy --pairs pairs.txt --quality norm --json lfw.json\n"
        "  probface evaluate --embeddings lfw.npz --blufr /data/blufr --json openset.json\n"
        "  probface evaluate --embeddings ijba.npz --ijb /data/ijba --json ijba.json\n"
        "  probface evaluate --scores ijbc.npz --protocol roc,edc,erc --fmr 1e-3,1e-4 --json ijbc.json");
    const auto arguments = std::make_shared<EvaluateCommand>();
    const FlagReader flags(*command, flagsOf(*arguments));
    addOldName(*command, arguments->evaluation.targets);
    onRun(*command, arguments, exitCode, flags.before(evaluate));
}

}  // namespace pf::cli
