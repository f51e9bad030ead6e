// probface gallery.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_arguments.h"
#include "core/base/atomic_file.h"
#include "core/session/contact_sheet.h"

namespace pf::cli {

void addGallery(CLI::App& app, int& exitCode) {
    struct Arguments {
        ModelArguments model;
        std::vector<std::string> images;
        std::string out;
    };
    auto* command =
        app.add_subcommand("gallery", "Sort faces by learned uncertainty; write a table and contact sheets");
    command->footer(
        "Writes OUT/gallery.csv, OUT/gallery.png and, when identities are known, OUT/by_identity.png.\n"
        "Example: probface gallery --model runs/demo/RUN --images /data/faces --out gallery");
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model);
    command
        ->add_option("--images", arguments->images, "Folder, list, .bin or synthetic: spec; may be repeated")
        ->required()
        ->allow_extra_args(false);
    command->add_option("--out", arguments->out, "Folder to write to")->required();
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            RunControl control;
            const InterruptGuard interrupts(control);
            const auto images = distinctImages(openImages(arguments->images));
            const auto embeddings = embedWithProgress(arguments->model, images, control);
            if (!embeddings) {
                return kInterrupted;
            }
            const std::filesystem::path out = arguments->out;
            makeFolder(out);
            writeGalleryCsv(out / "gallery.csv", images, *embeddings);
            writeContactSheet(out / "gallery.png", images, *embeddings);
            std::printf("%s\n%s\n", (out / "gallery.csv").c_str(), (out / "gallery.png").c_str());
            if (images.identityCount() > 0) {
                writeIdentityFigure(out / "by_identity.png", images, *embeddings);
                std::printf("%s\n", (out / "by_identity.png").c_str());
            }
            return kOk;
        });
    });
}

}  // namespace pf::cli
