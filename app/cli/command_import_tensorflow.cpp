// probface import-tensorflow.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/text.h"
#include "core/session/weight_import.h"

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
        std::printf("  unused: %s more\n",
                    formatCount(static_cast<std::int64_t>(outcome.unused.size() - shown)).c_str());
    }
    for (const auto& file : outcome.files) {
        std::printf("written: %s\n", file.c_str());
    }
}

}  // namespace

void addImportTensorflow(CLI::App& app, int& exitCode) {
    struct Arguments {
        std::string checkpoint;
        std::string architecture;
        std::string out;
    };
    auto* command = app.add_subcommand(
        "import-tensorflow", "Turn a TensorFlow 1 checkpoint of a reference model into a model folder");
    command->footer(
        "With an uncertainty module OUT is a model for --model; without one OUT/backbone.safetensors is a\n"
        "backbone for --set model.backbone.file=.\n"
        "Example: probface import-tensorflow log/resface64m_msarcface --arch resface64m --out "
        "models/probface");
    const auto arguments = std::make_shared<Arguments>();
    command
        ->add_option("checkpoint", arguments->checkpoint,
                     "Folder with a file 'checkpoint', or the .index file of one")
        ->required();
    command->add_option("--arch", arguments->architecture, "The network it was trained with")
        ->required()
        ->check(CLI::IsMember(referenceArchitectures()));
    command->add_option("--out", arguments->out, "The folder to write")->required();
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            print(importTensorFlow(arguments->checkpoint, arguments->architecture, arguments->out));
            return kOk;
        });
    });
}

}  // namespace pf::cli
