#include "app/cli/options/model_arguments.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/options/backbone_option.h"
#include "app/cli/output/console.h"
#include "core/base/text.h"

namespace pf::cli {

void addModelOptions(CLI::App& command, ModelArguments& arguments) {
    command.add_option("--model", arguments.model, "Run directory (its best checkpoint) or checkpoint file")
        ->required();
    command
        .add_option("--set", arguments.settings,
                    "KEY=VALUE: changes an option the model was trained with, e.g. model.backbone.file=...")
        ->allow_extra_args(false);
    addBackboneOption(command, arguments.settings);
}

FaceModel openModel(const ModelArguments& arguments) {
    return FaceModel(arguments.model, arguments.settings);
}

std::optional<EmbeddingSet> embedWithProgress(const ModelArguments& arguments, const ImageCatalog& images,
                                              RunControl& control, bool norms) {
    FaceModel model = openModel(arguments);
    model.measureNorms(norms);
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
        line.print(formatCount(static_cast<long long>(embeddings.skipped.size())) + " images were left out:");
        for (const auto& skipped : embeddings.skipped) {
            line.print("  " + skipped);
        }
    }
    return embeddings;
}

}  // namespace pf::cli
