// probface gallery.
#include "app/cli/commands/gallery.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/options/list_root.h"
#include "app/cli/options/model_arguments.h"
#include "app/cli/output/console.h"
#include "core/base/atomic_file.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/gallery_report.h"

namespace pf::cli {
namespace {

struct Arguments {
    ModelArguments model;
    std::vector<std::string> images;
    std::string root;
    std::string out;
    std::size_t people = 8;
    bool norm = false;
};

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        all += (all.empty() ? "" : "; ") + text;
    }
    return all;
}

void write(const Arguments& arguments, const ImageCatalog& images, const FaceMeasurements& measured) {
    const std::filesystem::path out = arguments.out;
    makeFolder(out);
    const auto told = [](const std::filesystem::path& file) { std::printf("%s\n", file.c_str()); };
    writeTextAtomically(out / "gallery.csv", galleryCsv(images, measured));
    told(out / "gallery.csv");
    writeTextAtomically(out / "gallery.html",
                        galleryHtml(images, measured, {arguments.model.model, joined(arguments.images), {}}));
    told(out / "gallery.html");
    writeContactSheet(out / "gallery.png", images, measured);
    told(out / "gallery.png");
    if (images.identityCount() > 0) {
        writeIdentityFigure(out / "by_identity.png", images, measured, arguments.people);
        told(out / "by_identity.png");
    }
}

}  // namespace

void addGallery(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        "gallery", "Sort faces by learned uncertainty; write a table, a page and pictures");
    command->footer(
        "Writes OUT/gallery.csv, OUT/gallery.html, OUT/gallery.png and, when identities are known,\n"
        "OUT/by_identity.png.\n"
        "Example: probface gallery --model runs/demo/RUN --images /data/faces --out gallery");
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model);
    command
        ->add_option("--images", arguments->images, "Folder, list, .bin or synthetic: spec; may be repeated")
        ->required()
        ->allow_extra_args(false);
    addRootOption(*command, arguments->root);
    command->add_option("--out", arguments->out, "Folder to write to")->required();
    command->add_option("--people", arguments->people, "Identities that by_identity.png shows")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}));
    command->add_flag(
        "--norm", arguments->norm,
        "Also measure the embeddings' lengths before they were normalised, a quality of its own "
        "(takes twice as long)");
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            RunControl control;
            const InterruptGuard interrupts(control);
            const auto images = distinctImages(openImages(withListRoot(arguments->images, arguments->root)));
            const auto embeddings = embedWithProgress(arguments->model, images, control, arguments->norm);
            if (!embeddings) {
                return kInterrupted;
            }
            write(*arguments, images, measurementsOf(*embeddings, images.size()));
            return kOk;
        });
    });
}

}  // namespace pf::cli
