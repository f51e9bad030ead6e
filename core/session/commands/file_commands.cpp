#include "core/session/commands/file_commands.h"

#include <filesystem>
#include <system_error>
#include <tuple>

#include "core/base/config/config_file.h"
#include "core/base/text.h"
#include "core/session/exchange/tensorflow_import.h"

namespace pf {
namespace {

/// Options of a backbone check: a config or a backbone's file, then assignments.
void takeConfig(Options& options, const std::string& file) {
    const std::string extension = std::filesystem::path(file).extension().string();
    if (extension == ".yaml" || extension == ".yml") {
        options = loadConfig(file);
    } else {
        options.model.backbone.file = file;
    }
}

/// The assignments of a backbone and its input; the others are of no use for a check.
std::vector<std::string> backboneSettings(const Options& options) {
    std::vector<std::string> settings = changedSettings(options, Options());
    std::erase_if(settings, [](const std::string& setting) {
        return !setting.starts_with("model.backbone.") && !setting.starts_with("model.input.");
    });
    return settings;
}

/// The format that a name stands for: .pt, .onnx, else a folder.
ExportFormat exportFormatOf(const std::filesystem::path& out) {
    const std::string extension = lowerCase(out.extension().string());
    return extension == ".pt"     ? ExportFormat::TorchScript
           : extension == ".onnx" ? ExportFormat::Onnx
                                  : ExportFormat::Folder;
}

}  // namespace

FlagTable flagsOf(InspectRequest& request) {
    return {required({"path", &request.paths, "Files or folders"}),
            rootFlag(request.paths),
            {"--json", &request.json, "Print JSON"},
            {"!--no-tensors", &request.tensors, "Leave out the list of tensors"}};
}

FlagTable flagsOf(AlignRequest& request) {
    const FlagText size = {std::to_string(request.height) + "x" + std::to_string(request.width),
                           [&request](const std::string& name) {
                               std::tie(request.height, request.width) = alignSizeFromName(name);
                           }};
    const FlagText format = {request.extension.substr(1), [&request](const std::string& name) {
                                 request.extension = (name.starts_with('.') ? "" : ".") + name;
                             }};
    return {
        {"photos", &request.sources, "Folders (with all that is below), lists, image files"},
        rootFlag(request.sources),
        {"--landmarks", flagPath(request.landmarks), "List of photos with five points each"},
        {"--detector", flagPath(request.detector),
         "YuNet face detector, .onnx; with --landmarks it only judges turned photos"},
        shown({"--landmarks-in", flagChoice(request.landmarksIn, landmarksInNames(), landmarksInFromName),
               "What the landmarks of photos with an EXIF turn count in: shown (the picture), stored (its "
               "pixels) or auto (found out, and said)"}),
        required({"--out", flagPath(request.out), "Folder for the crops; sub-folders as in the source"}),
        shown({"--size", size, "Height x width: 112x112, 112x96 or 96x96"}),
        shown({"--min-score", &request.minScore, "Faces that the detector is less sure of give no crop"}),
        shown({"--many", flagChoice(request.manyFaces, manyFacesNames(), manyFacesFromName),
               "Of several faces keep: largest, centre, all or skip"}),
        shown({"--format", format, "jpg or png"}),
        shown({"--quality", &request.jpegQuality, "JPEG quality, 1 to 100"}),
        {"--resume", &request.resume, "Continue what an earlier run left in OUT"},
        shown({"--threads", &request.threads, "Threads"}),
    };
}

FlagTable flagsOf(ConvertRequest& request) {
    const FlagText out = {request.out.string(), [&request](const std::string& path) {
                              request.out = path;
                              request.format = faceFormatOf(path);  // --to comes after it
                          }};
    return {
        required({"sources", &request.sources,
                  "Folder, list, .rec, .bin or synthetic: spec; several become one set"}),
        rootFlag(request.sources),
        required({"--out", out, "File or folder to write"}),
        {.name = "--to",
         .target = flagChoice(request.format, faceFormatNames(), faceFormatFromName),
         .doc = "folder, list, rec or bin; by OUT's extension (.rec, .bin, .txt .lst .csv) if not given",
         .isPrinted = true},
        {"--pairs", flagPath(request.pairs),
         "List of pairs of the sources' images: pairs.txt of LFW, or a table 'a b same'"},
        {"--strict", &request.strict,
         "End when an image is missing or cannot be used, instead of leaving it out"},
        {"--resume", &request.resume, "Continue a conversion that was interrupted, or start"},
    };
}

FlagTable flagsOf(ExportRequest& request) {
    const FlagText out = {request.out.string(), [&request](const std::string& path) {
                              request.out = path;
                              request.format = exportFormatOf(path);  // --format comes after it
                          }};
    return joinedFlags(
        {modelFlags(flagPath(request.model), request.overrides),
         {
             required({"--out", out, "Folder, or .pt or .onnx file, to write"}),
             {.name = "--format",
              .target = flagChoice(request.format, exportFormatNames(), exportFormatFromName),
              .doc = "folder, torchscript or onnx; without it the name of --out decides",
              .isPrinted = true,
              .choices = exportFormatNames()},
             {"--head-only", &request.headOnly,
              "Leave the backbone out: features -> sigma_sq (folder: the backbone stays where it is)"},
             {"--replace", &request.replace, "Write over a file or model folder that is there"},
         }});
}

FlagTable flagsOf(ImportRequest& request) {
    const Flag out = required({"--out", flagPath(request.out), "The folder to write"});
    if (request.tensorFlow) {
        return {required({"checkpoint", flagPath(request.file),
                          "Folder with a file 'checkpoint', or the .index file of one"}),
                required(with({"--arch", &request.architecture, "The network it was trained with"},
                              &Flag::choices, referenceArchitectures())),
                out};
    }
    return {
        required({"file", flagPath(request.file), "A zip state_dict (torch.save) or .safetensors file"}),
        required(
            {"--arch", &request.architecture,
             "resface20, resface36 or resface64, with s2 (half width) and m (multi-layer): resface64s2m"}),
        out,
        {"--by-order", &request.byOrder,
         "Match tensors in order among those of equal shape and role, and print the pairs"},
        {"--same-padding", &request.conventions.samePadding,
         "Stride-2 convolutions are padded as TensorFlow does, not by 1 on every side"},
        shown({"--bn-epsilon", &request.conventions.bnEpsilon,
               "Of every batch normalisation; PyTorch's default is 1e-5"}),
    };
}

FlagTable flagsOf(BackboneCheckRequest& request) {
    Options& options = request.options;
    const FlagText config = {"", [&options](const std::string& file) { takeConfig(options, file); }};
    const FlagTexts settings = {backboneSettings(options), [&options](const std::vector<std::string>& texts) {
                                    for (const std::string& text : texts) {
                                        applySetting(options, text);
                                    }
                                }};
    return {
        {"config", config,
         "Configuration (.yaml) whose model.* options are taken, or a backbone's file, tried with the usual "
         "ones"},
        settingsFlag(settings, "one option; may be repeated"),
        {"--images", &request.images,
         "Folder, list, .bin or synthetic: spec to take the sample from; may be repeated (default: synthetic "
         "faces)"},
        rootFlag(request.images),
        shown(
            with({"--count", &request.imageCount, "Images in the sample"}, &Flag::range, std::pair(1, 1024))),
        {"--pairs", &request.pairs, "LFW-style .bin for a sanity check"},
        shown(with({"--pair-count", &request.pairCount, "Pairs of it that are tried"}, &Flag::range,
                   std::pair(20, 1000000))),
    };
}

bool isTensorFlowCheckpoint(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::string name = file.filename().string();
    const std::string suffix = file.extension().string();
    if (name == "checkpoint" || suffix == ".index" || suffix == ".meta" || suffix.starts_with(".data-")) {
        return true;
    }
    // The prefix that the three files of a checkpoint share is no file itself.
    return std::filesystem::is_regular_file(file / "checkpoint", ignored) ||
           std::filesystem::is_regular_file(file.string() + ".index", ignored);
}

ImportOutcome importWeights(const ImportRequest& request) {
    return request.tensorFlow ? importTensorFlow(request.file, request.architecture, request.out)
                              : importStateDict(request.file, request.architecture, request.byOrder,
                                                request.out, request.conventions);
}

}  // namespace pf
