// probface embed.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_arguments.h"
#include "core/base/text.h"

namespace pf::cli {

void addEmbed(CLI::App& app, int& exitCode) {
    struct Arguments {
        ModelArguments model;
        std::vector<std::string> images;
        std::string out;
    };
    auto* command = app.add_subcommand("embed", "Write mu and sigma² of images to a NumPy .npz");
    command->footer(
        "Arrays: mu [N, D], sigma_sq [N, 1 or D], files [N]; issame [N/2] for a pair set (rows 2k, 2k+1).\n"
        "Example: probface embed --model runs/demo/RUN --images /data/lfw.bin --out lfw.npz");
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model);
    command
        ->add_option("--images", arguments->images,
                     "Folder, list, .bin pair set or synthetic: spec; may be repeated")
        ->required()
        ->allow_extra_args(false);
    command->add_option("--out", arguments->out, "The .npz to write")->required();
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            RunControl control;
            const InterruptGuard interrupts(control);
            const auto embeddings =
                embedWithProgress(arguments->model, openImages(arguments->images), control);
            if (!embeddings) {
                return kInterrupted;
            }
            writeEmbeddings(arguments->out, *embeddings);
            std::printf("%s: %s images, mu [%zu], sigma² [%zu]\n", arguments->out.c_str(),
                        formatCount(static_cast<long long>(embeddings->size())).c_str(),
                        embeddings->embeddingSize, embeddings->sigmaSize);
            return kOk;
        });
    });
}

}  // namespace pf::cli
