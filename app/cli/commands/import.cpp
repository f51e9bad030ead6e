#include "app/cli/commands/import.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/base/text.h"
#include "core/session/exchange/state_dict_import.h"
#include "core/session/exchange/tensorflow_import.h"
#include "core/session/exchange/weight_import.h"

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

struct Arguments {
    std::string source;
    std::string architecture;
    std::string out;
    bool byOrder = false;
    StateDictConventions conventions;
};

}  // namespace

void addImportTensorflow(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        "import-tensorflow", "Turn a TensorFlow 1 checkpoint of a reference model into a model folder");
    command->footer(
        "With an uncertainty module OUT is a model for --model; without one OUT/backbone.safetensors is a\n"
        "backbone for --set model.backbone.file=.\n"
        "Example: probface import-tensorflow log/resface64m_msarcface --arch resface64m --out "
        "models/probface");
    const auto arguments = std::make_shared<Arguments>();
    command
        ->add_option("checkpoint", arguments->source,
                     "Folder with a file 'checkpoint', or the .index file of one")
        ->required();
    command->add_option("--arch", arguments->architecture, "The network it was trained with")
        ->required()
        ->check(CLI::IsMember(referenceArchitectures()));
    command->add_option("--out", arguments->out, "The folder to write")->required();
    onRun(*command, arguments, exitCode, [](const Arguments& asked) {
        print(importTensorFlow(asked.source, asked.architecture, asked.out));
        return kOk;
    });
}

void addImportWeights(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        "import-weights",
        "Turn a PyTorch state_dict or safetensors file into a native backbone (runs nothing)");
    command->footer(
        "Names as ours, after any common prefix (module., model.backbone. ...); a head under head.* goes "
        "along.\n"
        "Example: probface import-weights resface64.pth --arch resface64 --out models/resface64");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("file", arguments->source, "A zip state_dict (torch.save) or .safetensors file")
        ->required();
    command
        ->add_option(
            "--arch", arguments->architecture,
            "resface20, resface36 or resface64, with s2 (half width) and m (multi-layer): resface64s2m")
        ->required();
    command->add_option("--out", arguments->out, "The folder to write")->required();
    command->add_flag("--by-order", arguments->byOrder,
                      "Match tensors in order among those of equal shape and role, and print the pairs");
    command->add_flag("--same-padding", arguments->conventions.samePadding,
                      "Stride-2 convolutions are padded as TensorFlow does, not by 1 on every side");
    command
        ->add_option("--bn-epsilon", arguments->conventions.bnEpsilon,
                     "Of every batch normalisation; PyTorch's default is 1e-5")
        ->capture_default_str();
    onRun(*command, arguments, exitCode, [](const Arguments& asked) {
        const ImportOutcome outcome =
            importStateDict(asked.source, asked.architecture, asked.byOrder, asked.out, asked.conventions);
        for (const auto& [ours, theirs] : outcome.matched) {
            if (asked.byOrder) {
                std::printf("%s <- %s\n", ours.c_str(), theirs.c_str());
            }
        }
        print(outcome);
        return kOk;
    });
}

}  // namespace pf::cli
