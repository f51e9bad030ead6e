// probface import-weights.
#include "app/cli/commands/import_weights.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/output/console.h"
#include "app/cli/output/import_outcome.h"
#include "core/session/exchange/state_dict_import.h"
#include "core/session/exchange/weight_import.h"

namespace pf::cli {

void addImportWeights(CLI::App& app, int& exitCode) {
    struct Arguments {
        std::string file;
        std::string architecture;
        std::string out;
        bool byOrder = false;
        StateDictConventions conventions;
    };
    auto* command = app.add_subcommand(
        "import-weights",
        "Turn a PyTorch state_dict or safetensors file into a native backbone (runs nothing)");
    command->footer(
        "Names as ours, after any common prefix (module., model.backbone. ...); a head under head.* goes "
        "along.\n"
        "Example: probface import-weights resface64.pth --arch resface64 --out models/resface64");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("file", arguments->file, "A zip state_dict (torch.save) or .safetensors file")
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
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            const ImportOutcome outcome =
                importStateDict(arguments->file, arguments->architecture, arguments->byOrder, arguments->out,
                                arguments->conventions);
            for (const auto& [ours, theirs] : outcome.matched) {
                if (arguments->byOrder) {
                    std::printf("%s <- %s\n", ours.c_str(), theirs.c_str());
                }
            }
            print(outcome);
            return kOk;
        });
    });
}

}  // namespace pf::cli
