// probface evaluate.
#include <CLI/CLI.hpp>
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

namespace pf::cli {
namespace {

struct Arguments {
    std::string model;
    std::vector<std::string> settings;
    std::string embeddings;
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

int evaluate(const Arguments& arguments) {
    if (arguments.embeddings.empty() == arguments.model.empty()) {
        throw Error(ErrorCode::Config,
                    "give either --embeddings FILE.npz or --model RUN with --on NAME=PATH");
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
        "  probface evaluate --embeddings lfw.npz --json lfw.json --discard 0,0.1,0.2,0.3");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("--model", arguments->model,
                        "Run directory (its best checkpoint) or checkpoint file");
    command
        ->add_option("--set", arguments->settings, "KEY=VALUE: changes an option the model was trained with")
        ->allow_extra_args(false);
    command->add_option("--embeddings", arguments->embeddings, ".npz with mu, sigma_sq and issame");
    command->add_option("--on", arguments->sets, "NAME=PATH of a pair set; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--json", arguments->json, "Report file to write");
    command->add_option("--out", arguments->out,
                        "Folder for NAME/report.json, NAME/risk.csv, NAME/embeddings.npz");
    command->add_option("--discard", arguments->discard, "Fractions to leave out, e.g. 0,0.1,0.2,0.3");
    command->callback([arguments, &exitCode] { exitCode = guarded([&] { return evaluate(*arguments); }); });
}

}  // namespace pf::cli
