#include "app/cli/commands/models.h"

#include <algorithm>
#include <cstdio>
#include <span>

#include "app/cli/options/flag_reader.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

int writeModel(const ExportRequest& request) {
    RunControl control;
    const ExportOutcome outcome = withProgress(control, exportModel, request);
    if (outcome.files.empty()) {
        return kInterrupted;
    }
    printEach(stdout, "", outcome.files);
    std::printf("%s; read back, the largest difference is %s\n",
                outcome.backboneIncluded ? "backbone and head" : "head alone",
                formatNumber(outcome.largestDifference).c_str());
    printEach(stdout, "note: ", outcome.notes);
    return kOk;
}

constexpr std::size_t kShownNames = 5;

void print(const ImportOutcome& outcome) {
    std::printf("%s%s\n", outcome.description.c_str(),
                outcome.headIncluded ? ", with its uncertainty head" : "");
    printEach(stdout, "  ", outcome.notes);
    const std::size_t shown = std::min(kShownNames, outcome.unused.size());
    printEach(stdout, "  unused: ", std::span(outcome.unused).first(shown));
    if (outcome.unused.size() > shown) {
        std::printf("  unused: %s more\n", formatCount(outcome.unused.size() - shown).c_str());
    }
    printEach(stdout, "written: ", outcome.files);
}

int importAndPrint(const ImportRequest& request) {
    const ImportOutcome outcome = importWeights(request);
    for (const auto& [ours, theirs] : outcome.matched) {
        if (request.byOrder) {
            std::printf("%s <- %s\n", ours.c_str(), theirs.c_str());
        }
    }
    print(outcome);
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
    onRequest<ExportRequest>(*command, exitCode, writeModel);
}

void addImportTensorflow(CLI::App& app, int& exitCode) {
    const auto request = std::make_shared<ImportRequest>();
    request->tensorFlow = true;
    auto* command = app.add_subcommand(
        verbOf(*request), "Turn a TensorFlow 1 checkpoint of a reference model into a model folder");
    command->footer(
        "With an uncertainty module OUT is a model for --model; without one OUT/backbone.safetensors is a\n"
        "backbone for --set model.backbone.file=.\n"
        "Example: probface import-tensorflow log/resface64m_msarcface --arch resface64m --out "
        "models/probface");
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(importAndPrint));
}

void addImportWeights(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        verbOf(ImportRequest()),
        "Turn a PyTorch state_dict or safetensors file into a native backbone (runs nothing)");
    command->footer(
        "Names as ours, after any common prefix (module., model.backbone. ...); a head under head.* goes "
        "along.\n"
        "Example: probface import-weights resface64.pth --arch resface64 --out models/resface64");
    onRequest<ImportRequest>(*command, exitCode, importAndPrint);
}

}  // namespace pf::cli
