#include "app/cli/commands/import.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "app/cli/options/flag_reader.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

constexpr std::size_t kShownNames = 5;

void print(const ImportOutcome& outcome) {
    std::printf("%s%s\n", outcome.description.c_str(),
                outcome.headIncluded ? ", with its uncertainty head" : "");
    for (const std::string& note : outcome.notes) {
        std::printf("  %s\n", note.c_str());
    }
    const std::size_t shown = std::min(kShownNames, outcome.unused.size());
    for (std::size_t i = 0; i < shown; ++i) {
        std::printf("  unused: %s\n", outcome.unused[i].c_str());
    }
    if (outcome.unused.size() > shown) {
        std::printf("  unused: %s more\n", formatCount(outcome.unused.size() - shown).c_str());
    }
    for (const auto& file : outcome.files) {
        std::printf("written: %s\n", file.c_str());
    }
}

int importAndPrint(const ImportRequest& request) {
    const ImportOutcome outcome = importWeights(request);
    for (const auto& [ours, theirs] : outcome.matched) {
        if (request.byOrder) {
            std::printf("%s <- %s\n", ours.c_str(), theirs.c_str());
        }
    }
    print(outcome);
    return kOk;
}

}  // namespace

void addImportTensorflow(CLI::App& app, int& exitCode) {
    const auto request = std::make_shared<ImportRequest>();
    request->tensorFlow = true;
    auto* command = app.add_subcommand(
        verbOf(*request), "Turn a TensorFlow 1 checkpoint of a reference model into a model folder");
    command->footer(
        "With an uncertainty module OUT is a model for --model; without one OUT/backbone.safetensors is a\n"
        "backbone for --set model.backbone.file=.\n"
        "Example: probface import-tensorflow log/resface64m_msarcface --arch resface64m --out "
        "models/probface");
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(importAndPrint));
}

void addImportWeights(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        verbOf(ImportRequest()),
        "Turn a PyTorch state_dict or safetensors file into a native backbone (runs nothing)");
    command->footer(
        "Names as ours, after any common prefix (module., model.backbone. ...); a head under head.* goes "
        "along.\n"
        "Example: probface import-weights resface64.pth --arch resface64 --out models/resface64");
    const auto request = std::make_shared<ImportRequest>();
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(importAndPrint));
}

}  // namespace pf::cli
