#include "app/cli/commands/export.h"

#include <cstdio>

#include "app/cli/options/model_arguments.h"
#include "core/base/text.h"
#include "core/session/exchange/model_export.h"

namespace pf::cli {
namespace {

/// The format that a name stands for: .pt, .onnx, else a folder.
ExportFormat formatOf(const std::filesystem::path& out) {
    const std::string extension = lowerCase(out.extension().string());
    return extension == ".pt"     ? ExportFormat::TorchScript
           : extension == ".onnx" ? ExportFormat::Onnx
                                  : ExportFormat::Folder;
}

struct Arguments {
    ModelArguments model;
    std::string out;
    std::string format;
    bool headOnly = false;
    bool replace = false;
};

int writeModel(const Arguments& asked) {
    ExportRequest request;
    request.model = asked.model.model;
    request.overrides = asked.model.settings;
    request.format = asked.format.empty() ? formatOf(asked.out) : exportFormatFromName(asked.format);
    request.out = asked.out;
    request.headOnly = asked.headOnly;
    request.replace = asked.replace;
    RunControl control;
    const ExportOutcome outcome = withProgress(
        control, [&](auto& stop, const auto& observer) { return exportModel(request, stop, observer); });
    if (outcome.files.empty()) {
        return kInterrupted;
    }
    for (const auto& file : outcome.files) {
        std::printf("%s\n", file.c_str());
    }
    std::printf("%s; read back, the largest difference is %s\n",
                outcome.backboneIncluded ? "backbone and head" : "head alone",
                formatNumber(outcome.largestDifference).c_str());
    for (const auto& note : outcome.notes) {
        std::printf("note: %s\n", note.c_str());
    }
    return kOk;
}

}  // namespace

void addExport(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand("export", "Write a trained model for use elsewhere");
    command->footer(
        "folder       model.safetensors, model.yaml and the backbone's file: what --model opens on any "
        "machine\n"
        "torchscript  one .pt: images [B, 3, H, W], normalised -> (mu, sigma_sq) in plain PyTorch\n"
        "onnx         one .onnx: the same for ONNX Runtime or OpenCV\n"
        "What was written is read back and compared with the model before it is put in place.\n"
        "Example: probface export --model runs/demo/RUN --out face.onnx");
    const auto arguments = std::make_shared<Arguments>();
    addModelOptions(*command, arguments->model);
    command->add_option("--out", arguments->out, "Folder, or .pt or .onnx file, to write")->required();
    command
        ->add_option("--format", arguments->format,
                     "folder, torchscript or onnx; without it the name of --out decides")
        ->check(CLI::IsMember(exportFormatNames()));
    command->add_flag(
        "--head-only", arguments->headOnly,
        "Leave the backbone out: features -> sigma_sq (folder: the backbone stays where it is)");
    command->add_flag("--replace", arguments->replace, "Write over a file or model folder that is there");
    onRun(*command, arguments, exitCode, writeModel);
}

}  // namespace pf::cli
