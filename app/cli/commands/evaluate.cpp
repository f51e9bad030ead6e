#include "app/cli/commands/evaluate.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "app/cli/options/evaluation_arguments.h"
#include "app/cli/options/model_arguments.h"
#include "app/cli/output/evaluation_console.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/freed_memory.h"
#include "core/base/list_source.h"
#include "core/session/evaluate/evaluation_task.h"
#include "core/session/evaluate/ready_embeddings.h"

namespace pf::cli {
namespace {

struct Arguments {
    ModelArguments model;
    std::string embeddings;
    std::string names;
    std::size_t embeddingSize = 0;
    std::string scores;
    std::string scoreIs = "similarity";
    std::vector<std::string> sets;
    std::string root;
    std::string blufr;
    std::string ijb;
    std::string imagesRoot;
    std::string json;
    std::string html;
    std::string charts;
    std::string out;
    EvaluationArguments evaluation;

    /// The protocols of pairs, unless other protocols are all that is asked.
    bool wantsPairs() const {
        if (evaluation.protocols.empty()) {
            return (blufr.empty() && ijb.empty()) || !evaluation.pairList.empty() || !sets.empty();
        }
        constexpr const char* kOfPairs[] = {"verification", "risk", "edc", "erc", "roc"};
        return std::ranges::any_of(kOfPairs, [&](const char* protocol) { return evaluation.asks(protocol); });
    }
    bool wantsOpenSet() const {
        return evaluation.protocols.empty() ? !blufr.empty() : evaluation.asks("openset");
    }
    bool wantsTemplates() const {
        return evaluation.protocols.empty() ? !ijb.empty() : evaluation.asks("templates");
    }
};

void requireConsistent(const Arguments& arguments) {
    const auto refuseIf = [](bool isWrong, const char* message) {
        throwIf(isWrong, ErrorCode::Config, message);
    };
    const int inputs = (arguments.model.model.empty() ? 0 : 1) + (arguments.embeddings.empty() ? 0 : 1) +
                       (arguments.scores.empty() ? 0 : 1);
    refuseIf(inputs != 1,
             "give one of --embeddings FILE, --scores FILE, or --model RUN (with --on NAME=PATH, or "
             "--images-root DIR for --blufr and --ijb)");
    refuseIf(arguments.wantsOpenSet() && arguments.blufr.empty(),
             "--protocol openset needs --blufr DIR with the protocol's .mat files");
    refuseIf(arguments.wantsTemplates() && arguments.ijb.empty(),
             "--protocol templates needs --ijb DIR with the protocol's lists");
    refuseIf(!arguments.scores.empty() && (arguments.wantsOpenSet() || arguments.wantsTemplates()),
             "--scores holds pairs only: open-set identification and templates need --embeddings or --model");
    refuseIf(
        !arguments.scores.empty() &&
            (!arguments.evaluation.pairList.empty() || !arguments.evaluation.identities.empty() ||
             !arguments.evaluation.qualities.empty()),
        "--scores brings its pairs, subjects and risks along: leave --pairs, --identities and --quality out");
    refuseIf(arguments.scores.empty() && arguments.scoreIs != "similarity",
             "--score-is goes with --scores: of embeddings the scores are computed, and none is a distance");
    const bool hasModel = !arguments.model.model.empty();
    refuseIf(hasModel && arguments.wantsPairs() && arguments.sets.empty(),
             "--model needs --on NAME=PATH, e.g. --on lfw=/data/lfw.bin");
    refuseIf(
        hasModel && (arguments.wantsOpenSet() || arguments.wantsTemplates()) && arguments.imagesRoot.empty(),
        "--model needs --images-root DIR: where the protocol's images are");
    refuseIf(!hasModel && (!arguments.sets.empty() || !arguments.imagesRoot.empty()),
             "--on and --images-root go with --model; ready embeddings and scores name their own images");
}

ScoreReportOptions scoreFileOptions(const Arguments& arguments) {
    ScoreReportOptions options = requestOf(arguments.evaluation, {}).report;
    if (arguments.evaluation.protocols.empty()) {
        // Millions of pairs: 10-fold accuracies only when asked for.
        options.verification = false;
        options.risk = false;
    }
    return options;
}

EvaluationTask taskOf(const Arguments& arguments, const EvaluationOptions& defaults) {
    EvaluationTask task;
    if (arguments.wantsPairs()) {
        task.pairs = requestOf(arguments.evaluation, defaults);
        for (const NamedSource& set : namedSources(arguments.sets, "--on")) {
            task.sets.push_back({set.name, withListRoot({set.source}, arguments.root).front()});
        }
    }
    const auto& targets = arguments.evaluation.targets;
    if (arguments.wantsOpenSet()) {
        task.blufr = arguments.blufr;
        task.openSet.farTargets = targets.empty() ? task.openSet.farTargets : targets;
    }
    if (arguments.wantsTemplates()) {
        task.ijb = arguments.ijb;
        task.templates.farTargets = targets;
    }
    task.imagesRoot = arguments.imagesRoot;
    task.out = arguments.out;
    return task;
}

EvaluationReports evaluateReady(const Arguments& arguments, RunControl& control) {
    const std::filesystem::path file = arguments.embeddings;
    const EmbeddingSet embeddings = openEmbeddings(
        file, arguments.embeddingSize > 0 ? std::optional(arguments.embeddingSize) : std::nullopt,
        arguments.names);
    EvaluationReports reports =
        evaluateTask({.ready = &embeddings, .file = file}, taskOf(arguments, {}), control, nullptr);
    reports.title = file.stem().string();
    return reports;
}

EvaluationReports evaluateWithModel(const Arguments& arguments, RunControl& control) {
    FaceModel model = openModel(arguments.model);
    ProgressLine line;
    const EvaluationTask task = taskOf(arguments, model.info().options.evaluation);
    EvaluationReports reports = evaluateTask({.model = &model}, task, control, line.observer());
    reports.title = task.sets.size() == 1 ? task.sets.front().name : model.info().source.string();
    return reports;
}

EvaluationReports evaluateScores(const Arguments& arguments) {
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

void write(const Arguments& arguments, const EvaluationReports& reports) {
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

int evaluate(const Arguments& arguments) {
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
    auto* command = app.add_subcommand("evaluate", "Every verification and identification protocol");
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
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model)->required(false);
    command
        ->add_option("--on", arguments->sets,
                     "NAME=PATH of a pair set (with --pairs: of its images); may be repeated")
        ->allow_extra_args(false);
    addRootOption(*command, arguments->root);
    command->add_option(
        "--embeddings", arguments->embeddings,
        "Ready embeddings: .npz (mu[, sigma_sq, issame, files, norm]), .npy [N, D+1], [N, 2D] or [N, D], "
        "_feature.pkl, .csv or .txt (name and numbers); without sigma² only what needs none");
    command->add_option("--names", arguments->names,
                        "Names of the --embeddings that have none (.npy), one a line in their order");
    command->add_option("--embedding-size", arguments->embeddingSize,
                        "D, for a .npy whose columns can be read in two ways");
    command->add_option(
        "--scores", arguments->scores,
        ".npz or .csv with score and same, one per pair, and risk, subject_a, subject_b where there are");
    command
        ->add_option(
            "--score-is", arguments->scoreIs,
            "What the scores of --scores are: similarity (higher is more alike) or distance (lower is)")
        ->check(CLI::IsMember({"similarity", "distance"}))
        ->capture_default_str();
    command->add_option(
        "--blufr", arguments->blufr,
        "Folder of BLUFR's .mat files; rows of the embeddings in the order of its image list");
    command->add_option("--ijb", arguments->ijb,
                        "Folder of IJB-A, IJB-B or IJB-C lists; verifies fused templates");
    command->add_option("--images-root", arguments->imagesRoot,
                        "With --model: folder of the images that --blufr and --ijb name");
    addEvaluationOptions(*command, arguments->evaluation);
    command->add_option("--json", arguments->json, "Report file to write");
    command->add_option("--html", arguments->html, "The report as one page with its charts");
    command->add_option("--charts", arguments->charts,
                        "Folder for every chart of that page as an SVG file, e.g. SET-roc.svg; charts of an "
                        "earlier report there are replaced");
    command->add_option("--out", arguments->out,
                        "Folder for report.json, report.html and NAME/ with a set's reports, curves (.csv), "
                        "scores.npz and embeddings.npz");
    onRun(*command, arguments, exitCode, evaluate);
}

}  // namespace pf::cli
