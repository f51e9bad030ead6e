// probface evaluate.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_arguments.h"
#include "app/cli/training_console.h"
#include "core/base/atomic_file.h"
#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/records_json.h"
#include "core/base/text.h"
#include "core/session/score_evaluation.h"
#include "core/session/template_evaluation.h"

namespace pf::cli {
namespace {

struct Arguments {
    std::string model;
    std::vector<std::string> settings;
    std::string embeddings;
    std::string scores;
    std::string ijb;
    std::vector<std::string> protocols;
    std::vector<double> farTargets;
    std::vector<double> fmrTargets;
    std::size_t bootstrap = 0;
    std::uint64_t seed = 1;
    std::vector<std::string> sets;
    std::string json;
    std::string out;
    std::string discard;
};

std::vector<NamedSource> namedSources(const std::vector<std::string>& texts) {
    std::vector<NamedSource> sources;
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        // "synthetic:pairs=600" has an equals sign of its own.
        if (equals == 0 || equals == std::string::npos || text.starts_with("synthetic:")) {
            throw Error(ErrorCode::Config, "expected NAME=PATH, e.g. --on lfw=/data/lfw.bin", "--on " + text);
        }
        sources.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return sources;
}

ScoreReportOptions scoreOptions(const Arguments& arguments) {
    ScoreReportOptions options;
    if (!arguments.protocols.empty()) {
        const auto asked = [&](const char* name) {
            return std::find(arguments.protocols.begin(), arguments.protocols.end(), name) !=
                   arguments.protocols.end();
        };
        options.roc = asked("roc");
        options.edc = asked("edc");
        options.erc = asked("erc");
    }
    if (!arguments.farTargets.empty()) {
        options.farTargets = arguments.farTargets;
    }
    if (!arguments.fmrTargets.empty()) {
        options.fmrTargets = arguments.fmrTargets;
    }
    options.bootstrap = arguments.bootstrap;
    options.seed = arguments.seed;
    return options;
}

void printAreas(const char* name, const DiscardAreas& areas) {
    std::printf("    %-8s %.6f  %.6f  %.6f\n", name, areas.upTo20, areas.upTo30, areas.full);
}

void printScores(const ScoreReport& report) {
    const auto count = [](std::size_t number) { return formatCount(static_cast<std::int64_t>(number)); };
    std::printf("\n%s: %s pairs, %s genuine, %s impostor (computed in %.3f s)\n", report.name.c_str(),
                count(report.pairs).c_str(), count(report.genuine).c_str(), count(report.impostor).c_str(),
                report.seconds);
    if (report.roc) {
        std::printf("  ROC: area %.6f  equal error rate %s (threshold %.4f)", report.roc->areaUnderCurve,
                    formatPercent(report.roc->equalError.rate).c_str(), report.roc->equalError.threshold);
        if (report.roc->dPrime) {
            std::printf("  d' %.3f", *report.roc->dPrime);
        }
        std::printf("\n");
        for (std::size_t i = 0; i < report.roc->tarAtFar.size(); ++i) {
            const auto& point = report.roc->tarAtFar[i];
            const auto& intervals = report.roc->tarIntervals;
            const std::string interval = intervals.empty() ? ""
                                                           : " [" + formatPercent(intervals[i].low) + ", " +
                                                                 formatPercent(intervals[i].high) + "]";
            std::printf("    FAR %-6g TAR %8s%s  threshold %.4f%s\n", point.farTarget,
                        formatPercent(point.tar).c_str(), interval.c_str(), point.threshold,
                        point.reachable ? "" : "  (too few impostor pairs to measure this FAR)");
        }
    }
    for (const auto& edc : report.edc) {
        std::printf("  EDC, threshold %.4f fixed at FMR %g with all pairs; FNMR %s\n", edc.fixed.threshold,
                    edc.fixed.farTarget, formatPercent(edc.fixed.fnmr()).c_str());
        std::printf("    area up to discarding 20 %%, 30 %%, 100 %%:\n");
        printAreas("risk", edc.area);
        if (!edc.areaIntervals.empty()) {
            std::printf("      from   %.6f  %.6f  %.6f\n      to     %.6f  %.6f  %.6f\n",
                        edc.areaIntervals[0].low, edc.areaIntervals[1].low, edc.areaIntervals[2].low,
                        edc.areaIntervals[0].high, edc.areaIntervals[1].high, edc.areaIntervals[2].high);
        }
        printAreas("random", edc.randomArea);
        printAreas("oracle", edc.oracleArea);
    }
    for (const auto& erc : report.erc) {
        std::printf("  ERC, threshold set anew at FMR %g for every 5 %% rejected: area %.6f\n", erc.fmrTarget,
                    erc.area());
    }
    if (report.replicates > 0) {
        std::printf("  95 %% intervals: bootstrap over %s, %s replicates\n",
                    report.overIdentities ? "identities" : "pairs (no subject_a, subject_b)",
                    count(report.replicates).c_str());
    }
    if (!report.hasRisks) {
        std::printf("  no array 'risk': EDC and ERC are left out\n");
    }
}

void printTemplates(const TemplateReport& report) {
    const auto count = [](std::size_t number) { return formatCount(static_cast<std::int64_t>(number)); };
    std::printf("\n%s, 1:1 verification of templates (computed in %.1f s)\n", report.protocol.c_str(),
                report.elapsedSeconds);
    for (const auto& split : report.splits) {
        std::printf("  %s: %s templates, %s genuine and %s impostor comparisons\n", split.name.c_str(),
                    count(split.templates).c_str(), count(split.genuine).c_str(),
                    count(split.impostor).c_str());
    }
    for (const auto& result : report.results) {
        std::printf("  %-14s %-8s", templateFusionName(result.fusion).c_str(),
                    std::string(templateMatchName(result.match)).c_str());
        for (const auto& tar : result.tar) {
            std::printf("  TAR@%g %s", tar.farTarget, formatPercent(tar.mean).c_str());
            if (report.splits.size() > 1) {
                std::printf(" ± %s", formatPercent(tar.deviation).c_str());
            }
        }
        std::printf("\n");
    }
    for (const auto& note : report.notes) {
        std::printf("  note: %s\n", note.c_str());
    }
}

int evaluate(const Arguments& arguments) {
    if (!arguments.ijb.empty()) {
        TemplateReportOptions options;
        options.farTargets = arguments.farTargets;
        printTemplates(evaluateTemplates(arguments.embeddings, arguments.ijb, options, arguments.json));
        return kOk;
    }
    if (!arguments.farTargets.empty() && arguments.scores.empty()) {
        throw Error(ErrorCode::Config, "--far needs --scores or --ijb");
    }
    if (!arguments.scores.empty()) {
        if (!arguments.embeddings.empty() || !arguments.model.empty()) {
            throw Error(ErrorCode::Config, "--scores stands alone: leave --embeddings and --model out");
        }
        printScores(evaluateScoreFile(arguments.scores, scoreOptions(arguments), arguments.json));
        return kOk;
    }
    if (arguments.embeddings.empty() == arguments.model.empty()) {
        throw Error(ErrorCode::Config,
                    "give --embeddings FILE.npz, --scores FILE.npz, or --model RUN with --on NAME=PATH");
    }
    Options options;
    if (!arguments.discard.empty()) {
        applySetting(options, "evaluation.discard=" + arguments.discard);
    }
    std::vector<EvaluationRecord> records;
    if (!arguments.embeddings.empty()) {
        const std::filesystem::path file = arguments.embeddings;
        records.push_back(evaluateEmbeddings(readEmbeddings(file), options.evaluation, file.stem().string()));
    } else {
        const auto sets = namedSources(arguments.sets);
        if (sets.empty() || (arguments.out.empty() && arguments.json.empty())) {
            throw Error(ErrorCode::Config, "--model needs --on NAME=PATH and --out DIR (or --json FILE)");
        }
        if (!arguments.json.empty() && sets.size() != 1) {
            throw Error(ErrorCode::Config, "--json takes one set; use --out DIR for several");
        }
        RunControl control;
        const InterruptGuard interrupts(control);
        FaceModel model(arguments.model, arguments.settings);
        if (arguments.discard.empty()) {
            options.evaluation = model.info().options.evaluation;
        }
        ProgressLine line;
        records = evaluateModel(model, sets, options.evaluation, arguments.out, control, line.observer());
        if (control.stopRequested()) {
            return kInterrupted;
        }
    }
    for (const auto& record : records) {
        printEvaluation(record);
        if (!arguments.json.empty()) {
            writeTextAtomically(arguments.json, evaluationReportText(record));
        }
    }
    return kOk;
}

}  // namespace

void addEvaluate(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("evaluate", "Verification and risk-controlled accuracy on pair sets");
    command->footer(
        "Protocols: 10-fold verification with cosine, MLS and attention scores; TAR@FAR; risk-controlled "
        "accuracy\n"
        "(pairs with the highest sigma² left out, threshold re-fitted).\n"
        "Examples:\n"
        "  probface evaluate --model runs/demo/RUN --on lfw=/data/lfw.bin --out reports\n"
        "  probface evaluate --embeddings lfw.npz --json lfw.json --discard 0,0.1,0.2,0.3\n"
        "  probface evaluate --embeddings ijba.npz --ijb /data/ijba --json ijba.json\n"
        "  probface evaluate --scores ijbc.npz --protocol roc,edc,erc --fmr 1e-3,1e-4 --json ijbc.json");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--model", arguments->model,
                        "Run directory (its best checkpoint) or checkpoint file");
    command
        ->add_option("--set", arguments->settings, "KEY=VALUE: changes an option the model was trained with")
        ->allow_extra_args(false);
    auto* embeddings =
        command->add_option("--embeddings", arguments->embeddings, ".npz with mu, sigma_sq and issame");
    auto* scores = command->add_option("--scores", arguments->scores,
                                       ".npz with score and same, one per pair, and risk for EDC and ERC");
    command->add_option("--protocol", arguments->protocols, "With --scores: roc, edc, erc (default roc,edc)")
        ->delimiter(',')
        ->check(CLI::IsMember({"roc", "edc", "erc"}))
        ->needs(scores);
    command
        ->add_option("--far", arguments->farTargets,
                     "FAR targets (default with --scores 1e-1 to 1e-8, with --ijb the protocol's)")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0));
    command
        ->add_option("--ijb", arguments->ijb,
                     "With --embeddings: folder of IJB-A, IJB-B or IJB-C lists; verifies fused templates")
        ->needs(embeddings)
        ->excludes(scores);
    command
        ->add_option("--fmr", arguments->fmrTargets,
                     "With --scores: FMR at which the threshold of EDC and ERC is set (default 1e-3)")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0))
        ->needs(scores);
    command
        ->add_option(
            "--bootstrap", arguments->bootstrap,
            "With --scores: replicates for 95 % intervals, e.g. 1000; over identities when the file has "
            "subject_a and subject_b, else over pairs")
        ->check(CLI::Range(1, 1000000))
        ->needs(scores);
    command->add_option("--seed", arguments->seed, "Of the bootstrap")->needs(scores);
    command->add_option("--on", arguments->sets, "NAME=PATH of a pair set; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--json", arguments->json, "Report file to write");
    command->add_option("--out", arguments->out,
                        "Folder for NAME/report.json, NAME/risk.csv, NAME/embeddings.npz");
    command->add_option("--discard", arguments->discard, "Fractions to leave out, e.g. 0,0.1,0.2,0.3");
    command->callback([arguments, &exitCode] { exitCode = guarded([&] { return evaluate(*arguments); }); });
}

}  // namespace pf::cli
