#include "app/cli/options/model_arguments.h"

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

}  // namespace pf::cli
