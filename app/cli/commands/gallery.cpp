#include "app/cli/commands/gallery.h"

#include <cstdio>
#include <filesystem>

#include "app/cli/options/model_arguments.h"
#include "core/base/atomic_file.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
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

void write(const Arguments& arguments, const ImageCatalog& images, const FaceMeasurements& measured) {
    const std::filesystem::path out = arguments.out;
    makeFolder(out);
    const auto told = [](const std::filesystem::path& file) { std::printf("%s\n", file.c_str()); };
    writeTextAtomically(out / "gallery.csv", galleryCsv(images, measured));
    told(out / "gallery.csv");
    writeTextAtomically(
        out / "gallery.html",
        galleryHtml(images, measured, {arguments.model.model, joined(arguments.images, "; "), {}}));
    told(out / "gallery.html");
    writeContactSheet(out / "gallery.png", images, measured);
    told(out / "gallery.png");
    if (images.identityCount() > 0) {
        writeIdentityFigure(out / "by_identity.png", images, measured, arguments.people);
        told(out / "by_identity.png");
    }
}

int gallery(const Arguments& asked) {
    RunControl control;
    const InterruptGuard interrupts(control);
    const auto images = distinctImages(openImages(withListRoot(asked.images, asked.root)));
    const auto embeddings = embedWithProgress(asked.model, images, control, asked.norm);
    if (!embeddings) {
        return kInterrupted;
    }
    write(asked, images, measurementsOf(*embeddings, images.size()));
    return kOk;
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
    addImagesOption(*command, arguments->images, arguments->root, "Folder, list, .bin or synthetic: spec");
    command->add_option("--out", arguments->out, "Folder to write to")->required();
    command->add_option("--people", arguments->people, "Identities that by_identity.png shows")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}));
    command->add_flag("--norm", arguments->norm,
                      "Also measure the embeddings' lengths before they were normalised, a quality of its "
                      "own (takes twice as long)");
    onRun(*command, arguments, exitCode, gallery);
}

}  // namespace pf::cli
