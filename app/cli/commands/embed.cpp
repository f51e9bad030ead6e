#include "app/cli/commands/embed.h"

#include <cstdio>

#include "app/cli/options/model_arguments.h"
#include "app/cli/output/output_file.h"
#include "core/base/error.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/session/evaluate/ready_embeddings.h"

namespace pf::cli {
namespace {

struct Arguments {
    ModelArguments model;
    std::vector<std::string> images;
    std::string root;
    std::string out;
    std::string quality;
    bool norm = false;
    bool strict = false;
};

/// What is wrong with the outputs, said before the work of minutes or hours.
void requireOutputs(const Arguments& arguments) {
    if (arguments.out.empty() && arguments.quality.empty()) {
        throw Error(ErrorCode::Config,
                    "where should the results go? --out FILE.npz, .npy or .csv, or --quality FILE.csv");
    }
    if (!arguments.out.empty()) {
        requireEmbeddingsName(arguments.out);
    }
    if (!arguments.quality.empty() &&
        lowerCase(std::filesystem::path(arguments.quality).extension().string()) != ".csv") {
        throw Error(ErrorCode::Config, "qualities are written as a table; end it in .csv", arguments.quality);
    }
    requireOutputFile(arguments.out, arguments.images);
    std::vector<std::string> used = arguments.images;
    used.push_back(arguments.out);
    requireOutputFile(arguments.quality, used);
}

/// What a table cannot hold is said before the work.
void requireNames(const Arguments& arguments, const ImageCatalog& images) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < images.size(); ++i) {
        names.push_back(images.name(i));
    }
    requireRowNames(arguments.out, names);
    requireRowNames(arguments.quality, names);
}

void report(const Arguments& arguments, const EmbeddingSet& embeddings) {
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

int embed(const Arguments& asked) {
    requireOutputs(asked);
    RunControl control;
    const InterruptGuard interrupts(control);
    const ImageCatalog images = openImages(withListRoot(asked.images, asked.root));
    requireNames(asked, images);
    const auto embeddings = embedWithProgress(asked.model, images, control, asked.norm);
    if (!embeddings) {
        return kInterrupted;
    }
    if (asked.strict && !embeddings->skipped.empty()) {
        throw Error(ErrorCode::Data, embeddings->skipped.front() + "; nothing was written, as --strict asks");
    }
    if (embeddings->size() == 0) {
        throw Error(ErrorCode::Data, "none of the images can be used; nothing was written",
                    asked.images.front());
    }
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

}  // namespace

void addEmbed(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("embed", "Write mu and sigma² of images to a .npz, .npy or .csv");
    command->footer(
        ".npz: mu [N, D], sigma_sq [N, 1 or D], files [N]; issame [N/2] for a pair set (rows 2k, 2k+1); norm "
        "[N],\n"
        "the length before normalising, of networks that do not normalise themselves.\n"
        ".npy: one array [N, D + 1 or 2 D], mu in front of sigma². .csv: name, mu_0 ..., sigma_sq.\n"
        "Example: probface embed --model runs/demo/RUN --images /data/lfw.bin --out lfw.npz --quality "
        "lfw-q.csv");
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model);
    addImagesOption(*command, arguments->images, arguments->root,
                    "Folder, list, .rec, .bin pair set or synthetic: spec");
    command->add_option("--out", arguments->out, "The .npz, .npy or .csv to write");
    command->add_option(
        "--quality", arguments->quality,
        "A .csv with name, sigma_sq, quality = 1 / sigma² and norm, as tools for face image quality read it");
    command->add_flag("--norm", arguments->norm,
                      "Also write the embeddings' lengths before they were normalised, a quality of its own "
                      "(a second pass of the network)");
    command->add_flag("--strict", arguments->strict,
                      "End when an image is missing or cannot be used, instead of leaving it out");
    onRun(*command, arguments, exitCode, embed);
}

}  // namespace pf::cli
