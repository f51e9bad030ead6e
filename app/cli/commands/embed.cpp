#include "app/cli/commands/embed.h"

#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/session/commands/model_commands.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/gallery_report.h"
#include "core/session/evaluate/ready_embeddings.h"
#include "core/session/model/face_model.h"

namespace pf::cli {
namespace {

/// Embeds with a progress line and lists unreadable images on stderr; nothing when interrupted.
std::optional<EmbeddingSet> embedded(const FacesCommand& asked, const ImageCatalog& images,
                                     RunControl& control) {
    FaceModel model(asked.model.file, asked.model.settings);
    model.measureNorms(asked.norm);
    ProgressLine line;
    auto embeddings = model.embed(images, control, line.observer());
    if (control.stopRequested()) {
        return std::nullopt;
    }
    for (const auto& warning : embeddings.warnings) {
        line.print("warning: " + warning);
    }
    for (const auto& note : images.notes()) {
        line.print("note: " + note);
    }
    if (!embeddings.skipped.empty()) {
        line.print(formatCount(embeddings.skipped.size()) + " images were left out:");
        for (const auto& skipped : embeddings.skipped) {
            line.print("  " + skipped);
        }
    }
    return embeddings;
}

/// What is wrong with the outputs, said before the work of minutes or hours.
void requireOutputs(const EmbedCommand& arguments) {
    throwIf(arguments.out.empty() && arguments.quality.empty(), ErrorCode::Config,
            "where should the results go? --out FILE.npz, .npy or .csv, or --quality FILE.csv");
    if (!arguments.out.empty()) {
        requireEmbeddingsName(arguments.out);
    }
    throwIf(!arguments.quality.empty() &&
                lowerCase(std::filesystem::path(arguments.quality).extension().string()) != ".csv",
            ErrorCode::Config, "qualities are written as a table; end it in .csv", arguments.quality);
    requireOutputFile(arguments.out, arguments.images);
    std::vector<std::string> used = arguments.images;
    used.push_back(arguments.out);
    requireOutputFile(arguments.quality, used);
}

/// What a table cannot hold is said before the work.
void requireNames(const EmbedCommand& arguments, const ImageCatalog& images) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < images.size(); ++i) {
        names.push_back(images.name(i));
    }
    requireRowNames(arguments.out, names);
    requireRowNames(arguments.quality, names);
}

void report(const EmbedCommand& arguments, const EmbeddingSet& embeddings) {
    const std::string images = formatCount(embeddings.size());
    if (!arguments.out.empty()) {
        std::printf("%s: %s images, mu [%zu], sigma² [%zu]\n", arguments.out.c_str(), images.c_str(),
                    embeddings.embeddingSize, embeddings.sigmaSize);
        if (!embeddings.issame.empty() &&
            lowerCase(std::filesystem::path(arguments.out).extension().string()) != ".npz") {
            std::printf("  rows 2k and 2k + 1 are pair k; only a .npz also says which pairs are genuine\n");
        }
    }
    if (!arguments.quality.empty()) {
        std::printf("%s: %s images, quality = 1 / sigma²%s\n", arguments.quality.c_str(), images.c_str(),
                    embeddings.norms.empty() ? "" : "; norm = length before normalising");
    }
    if (const std::string absent = absentText(embeddings.absent); !absent.empty()) {
        std::printf("  %s\n", absent.c_str());
    }
}

int embed(const EmbedCommand& asked) {
    requireOutputs(asked);
    RunControl control;
    const InterruptGuard interrupts(control);
    const ImageCatalog images = openImages(withListRoot(asked.images, asked.root));
    requireNames(asked, images);
    const auto embeddings = embedded(asked, images, control);
    if (!embeddings) {
        return kInterrupted;
    }
    if (asked.strict && !embeddings->skipped.empty()) {
        failData("", embeddings->skipped.front(), "; nothing was written, as --strict asks");
    }
    failDataIf(embeddings->size() == 0, asked.images.front(),
               "none of the images can be used; nothing was written");
    if (asked.norm && embeddings->norms.empty()) {
        std::fprintf(
            stderr,
            "note: the network gives every image an embedding of one length, so there is no norm to write\n");
    }
    if (!asked.out.empty()) {
        saveEmbeddings(asked.out, *embeddings);
    }
    if (!asked.quality.empty()) {
        saveQuality(asked.quality, *embeddings);
    }
    report(asked, *embeddings);
    return kOk;
}

void write(const GalleryCommand& arguments, const ImageCatalog& images, const FaceMeasurements& measured) {
    const std::filesystem::path out = arguments.out;
    makeFolder(out);
    const auto told = [](const std::filesystem::path& file) { std::printf("%s\n", file.c_str()); };
    writeTextAtomically(out / "gallery.csv", galleryCsv(images, measured));
    told(out / "gallery.csv");
    writeTextAtomically(
        out / "gallery.html",
        galleryHtml(images, measured, {arguments.model.file, joined(arguments.images, "; "), {}}));
    told(out / "gallery.html");
    writeContactSheet(out / "gallery.png", images, measured);
    told(out / "gallery.png");
    if (images.identityCount() > 0) {
        writeIdentityFigure(out / "by_identity.png", images, measured, arguments.people);
        told(out / "by_identity.png");
    }
}

int gallery(const GalleryCommand& asked) {
    RunControl control;
    const InterruptGuard interrupts(control);
    const auto images = distinctImages(openImages(withListRoot(asked.images, asked.root)));
    const auto embeddings = embedded(asked, images, control);
    if (!embeddings) {
        return kInterrupted;
    }
    write(asked, images, measurementsOf(*embeddings, images.size()));
    return kOk;
}

}  // namespace

void addEmbed(CLI::App& app, int& exitCode) {
    auto* command =
        app.add_subcommand(verbOf(EmbedCommand()), "Write mu and sigma² of images to a .npz, .npy or .csv");
    command->footer(
        ".npz: mu [N, D], sigma_sq [N, 1 or D], files [N]; issame [N/2] for a pair set (rows 2k, 2k+1); norm "
        "[N],\n"
        "the length before normalising, of networks that do not normalise themselves.\n"
        ".npy: one array [N, D + 1 or 2 D], mu in front of sigma². .csv: name, mu_0 ..., sigma_sq.\n"
        "Example: probface embed --model runs/demo/RUN --images /data/lfw.bin --out lfw.npz --quality "
        "lfw-q.csv");
    onRequest<EmbedCommand>(*command, exitCode, embed);
}

void addGallery(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        verbOf(GalleryCommand()), "Sort faces by learned uncertainty; write a table, a page and pictures");
    command->footer(
        "Writes OUT/gallery.csv, OUT/gallery.html, OUT/gallery.png and, when identities are known,\n"
        "OUT/by_identity.png.\n"
        "Example: probface gallery --model runs/demo/RUN --images /data/faces --out gallery");
    onRequest<GalleryCommand>(*command, exitCode, gallery);
}

}  // namespace pf::cli
