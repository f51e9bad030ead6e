#include "app/cli/commands/export.h"

#include <cstdio>

#include "app/cli/options/command.h"
#include "app/cli/options/flag_reader.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

int writeModel(const ExportRequest& request) {
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
    auto* command = app.add_subcommand(verbOf(ExportRequest()), "Write a trained model for use elsewhere");
    command->footer(
        "folder       model.safetensors, model.yaml and the backbone's file: what --model opens on any "
        "machine\n"
        "torchscript  one .pt: images [B, 3, H, W], normalised -> (mu, sigma_sq) in plain PyTorch\n"
        "onnx         one .onnx: the same for ONNX Runtime or OpenCV\n"
        "What was written is read back and compared with the model before it is put in place.\n"
        "Example: probface export --model runs/demo/RUN --out face.onnx");
    const auto request = std::make_shared<ExportRequest>();
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(writeModel));
}

}  // namespace pf::cli
