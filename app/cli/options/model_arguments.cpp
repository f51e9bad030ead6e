#include "app/cli/options/model_arguments.h"

#include "core/base/text.h"

namespace pf::cli {

CLI::Option* addModelOptions(CLI::App& command, ModelArguments& arguments) {
    auto* model =
        command
            .add_option("--model", arguments.model, "Run directory (its best checkpoint) or checkpoint file")
            ->required();
    addSettingsOption(command, arguments.settings,
                      "an option the model was trained with, e.g. model.backbone.file=...");
    command.add_option_function<std::string>(
        "--backbone",
        [&arguments](const std::string& file) {
            arguments.settings.push_back("model.backbone.file=" + file);
        },
        "The model's backbone, when it is no longer where the model was trained: its file, or a folder in "
        "which it is looked for by name and hash");
    return model;
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
        line.print(formatCount(embeddings.skipped.size()) + " images were left out:");
        for (const auto& skipped : embeddings.skipped) {
            line.print("  " + skipped);
        }
    }
    return embeddings;
}

}  // namespace pf::cli
