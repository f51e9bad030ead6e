// probface import-tensorflow.
#include "app/cli/commands/import_tensorflow.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/cli/output/console.h"
#include "app/cli/output/import_outcome.h"
#include "core/session/exchange/tensorflow_import.h"
#include "core/session/exchange/weight_import.h"

namespace pf::cli {

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
