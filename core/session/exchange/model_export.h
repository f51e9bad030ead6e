// A trained model for use elsewhere.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

enum class ExportFormat {
    Folder,       ///< model.safetensors, model.yaml and the backbone's file: what FaceModel opens again
    TorchScript,  ///< images -> (mu, sigma_sq) in plain PyTorch
    Onnx,         ///< the same for ONNX Runtime or OpenCV
};

/// "folder", "torchscript", "onnx".
const std::vector<std::string>& exportFormatNames();
/// Throws: Error(Config) naming the choices.
ExportFormat exportFormatFromName(const std::string& name);

struct ExportRequest {
    std::filesystem::path model;         ///< run directory, checkpoint or exported folder
    std::vector<std::string> overrides;  ///< --set assignments
    ExportFormat format = ExportFormat::Folder;
    std::filesystem::path out;  ///< a folder (Folder), or a file ending in .pt (TorchScript) or .onnx (Onnx)
    bool headOnly = false;      ///< features -> sigma_sq, without the backbone
    bool replace = false;       ///< overwrite a file or a model folder that is there
};

struct ExportOutcome {
    std::vector<std::filesystem::path> files;  ///< empty when stopped: nothing was left behind then
    /// Whether the backbone is inside; when not, `notes` says why.
    bool backboneIncluded = false;
    /// Largest |difference| of mu and sigma² between the file as it was read back and the model, on random
    /// images in batches of 1 and 5; of a sigma² above 1 relative to it.
    double largestDifference = 0;
    std::vector<std::string> notes;
};

/// The largest difference that is allowed.
inline constexpr double kExportTolerance = 1e-5;

/// Writes the model beside `out`, reads it back, compares and only then puts it in place, so that `out` is
/// either the old or the new one. Backbones go along where their format allows: any into a folder, ResFace
/// and TorchScript into TorchScript, ResFace and ONNX into ONNX; else the head alone, with a note. Throws:
/// Error(Config) when `out` exists without `replace`, holds files that are no part of a model, or has a name
/// that does not fit the format; Error(Numeric) when the difference exceeds kExportTolerance; Error(Data, Io)
/// naming the file.
ExportOutcome exportModel(const ExportRequest& request, RunControl& control,
                          const ProgressObserver& observer);

}  // namespace pf
