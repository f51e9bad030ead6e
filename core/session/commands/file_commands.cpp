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
    return {{.name = "path", .target = &request.paths, .doc = "Files or folders", .required = true},
            rootFlag(request.paths),
            {.name = "--json", .target = &request.json, .doc = "Print JSON"},
            {.name = "!--no-tensors", .target = &request.tensors, .doc = "Leave out the list of tensors"}};
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
        {.name = "photos",
         .target = &request.sources,
         .doc = "Folders (with all that is below), lists, image files"},
        rootFlag(request.sources),
        {.name = "--landmarks",
         .target = flagPath(request.landmarks),
         .doc = "List of photos with five points each"},
        {.name = "--detector",
         .target = flagPath(request.detector),
         .doc = "YuNet face detector, .onnx; with --landmarks it only judges turned photos"},
        {.name = "--landmarks-in",
         .target = flagChoice(request.landmarksIn, landmarksInNames(), landmarksInFromName),
         .doc = "What the landmarks of photos with an EXIF turn count in: shown (the picture), stored (its "
                "pixels) or auto (found out, and said)",
         .showsDefault = true},
        {.name = "--out",
         .target = flagPath(request.out),
         .doc = "Folder for the crops; sub-folders as in the source",
         .required = true},
        {.name = "--size",
         .target = size,
         .doc = "Height x width: 112x112, 112x96 or 96x96",
         .showsDefault = true},
        {.name = "--min-score",
         .target = &request.minScore,
         .doc = "Faces that the detector is less sure of give no crop",
         .showsDefault = true},
        {.name = "--many",
         .target = flagChoice(request.manyFaces, manyFacesNames(), manyFacesFromName),
         .doc = "Of several faces keep: largest, centre, all or skip",
         .showsDefault = true},
        {.name = "--format", .target = format, .doc = "jpg or png", .showsDefault = true},
        {.name = "--quality",
         .target = &request.jpegQuality,
         .doc = "JPEG quality, 1 to 100",
         .showsDefault = true},
        {.name = "--resume", .target = &request.resume, .doc = "Continue what an earlier run left in OUT"},
        {.name = "--threads", .target = &request.threads, .doc = "Threads", .showsDefault = true},
    };
}

FlagTable flagsOf(ConvertRequest& request) {
    const FlagText out = {request.out.string(), [&request](const std::string& path) {
                              request.out = path;
                              request.format = faceFormatOf(path);  // --to comes after it
                          }};
    return {
        {.name = "sources",
         .target = &request.sources,
         .doc = "Folder, list, .rec, .bin or synthetic: spec; several become one set",
         .required = true},
        rootFlag(request.sources),
        {.name = "--out", .target = out, .doc = "File or folder to write", .required = true},
        {.name = "--to",
         .target = flagChoice(request.format, faceFormatNames(), faceFormatFromName),
         .doc = "folder, list, rec or bin; by OUT's extension (.rec, .bin, .txt .lst .csv) if not given",
         .isPrinted = true},
        {.name = "--pairs",
         .target = flagPath(request.pairs),
         .doc = "List of pairs of the sources' images: pairs.txt of LFW, or a table 'a b same'"},
        {.name = "--strict",
         .target = &request.strict,
         .doc = "End when an image is missing or cannot be used, instead of leaving it out"},
        {.name = "--resume",
         .target = &request.resume,
         .doc = "Continue a conversion that was interrupted, or start"},
    };
}

FlagTable flagsOf(ExportRequest& request) {
    const FlagText out = {request.out.string(), [&request](const std::string& path) {
                              request.out = path;
                              request.format = exportFormatOf(path);  // --format comes after it
                          }};
    return {
        {.name = "--model",
         .target = flagPath(request.model),
         .doc = "Run directory (its best checkpoint) or checkpoint file",
         .required = true},
        {.name = "--set",
         .target = &request.overrides,
         .doc = "KEY=VALUE: changes an option the model was trained with, e.g. model.backbone.file=..."},
        backboneFlag(request.overrides),
        {.name = "--out", .target = out, .doc = "Folder, or .pt or .onnx file, to write", .required = true},
        {.name = "--format",
         .target = flagChoice(request.format, exportFormatNames(), exportFormatFromName),
         .doc = "folder, torchscript or onnx; without it the name of --out decides",
         .isPrinted = true,
         .choices = exportFormatNames()},
        {.name = "--head-only",
         .target = &request.headOnly,
         .doc = "Leave the backbone out: features -> sigma_sq (folder: the backbone stays where it is)"},
        {.name = "--replace",
         .target = &request.replace,
         .doc = "Write over a file or model folder that is there"},
    };
}

FlagTable flagsOf(ImportRequest& request) {
    const Flag out = {
        .name = "--out", .target = flagPath(request.out), .doc = "The folder to write", .required = true};
    if (request.tensorFlow) {
        return {{.name = "checkpoint",
                 .target = flagPath(request.file),
                 .doc = "Folder with a file 'checkpoint', or the .index file of one",
                 .required = true},
                {.name = "--arch",
                 .target = &request.architecture,
                 .doc = "The network it was trained with",
                 .required = true,
                 .choices = referenceArchitectures()},
                out};
    }
    return {
        {.name = "file",
         .target = flagPath(request.file),
         .doc = "A zip state_dict (torch.save) or .safetensors file",
         .required = true},
        {.name = "--arch",
         .target = &request.architecture,
         .doc = "resface20, resface36 or resface64, with s2 (half width) and m (multi-layer): resface64s2m",
         .required = true},
        out,
        {.name = "--by-order",
         .target = &request.byOrder,
         .doc = "Match tensors in order among those of equal shape and role, and print the pairs"},
        {.name = "--same-padding",
         .target = &request.conventions.samePadding,
         .doc = "Stride-2 convolutions are padded as TensorFlow does, not by 1 on every side"},
        {.name = "--bn-epsilon",
         .target = &request.conventions.bnEpsilon,
         .doc = "Of every batch normalisation; PyTorch's default is 1e-5",
         .showsDefault = true},
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
        {.name = "config",
         .target = config,
         .doc = "Configuration (.yaml) whose model.* options are taken, or a backbone's file, tried with the "
                "usual ones"},
        {.name = "--set", .target = settings, .doc = "KEY=VALUE: changes one option; may be repeated"},
        {.name = "--images",
         .target = &request.images,
         .doc = "Folder, list, .bin or synthetic: spec to take the sample from; may be repeated (default: "
                "synthetic faces)"},
        rootFlag(request.images),
        {.name = "--count",
         .target = &request.imageCount,
         .doc = "Images in the sample",
         .showsDefault = true,
         .range = std::pair(1, 1024)},
        {.name = "--pairs", .target = &request.pairs, .doc = "LFW-style .bin for a sanity check"},
        {.name = "--pair-count",
         .target = &request.pairCount,
         .doc = "Pairs of it that are tried",
         .showsDefault = true,
         .range = std::pair(20, 1000000)},
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
