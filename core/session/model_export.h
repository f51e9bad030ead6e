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
    std::filesystem::path out;  ///< a folder, or a .pt / .onnx file
    bool headOnly = false;      ///< features -> sigma_sq, without the backbone
    bool replace = false;       ///< overwrite what is there
};

struct ExportOutcome {
    std::vector<std::filesystem::path> files;
    /// Whether the backbone is inside; when not, `notes` says why.
    bool backboneIncluded = false;
    /// Largest |difference| of mu and sigma² between the file as it was read back and the model, on random
    /// input.
    double largestDifference = 0;
    std::vector<std::string> notes;
};

/// Writes the model, reads it back and compares; a file that differs by more than 1e-5 is removed and an
/// error. Throws: Error(Config, Data, Io, Numeric).
ExportOutcome exportModel(const ExportRequest& request, RunControl& control,
                          const ProgressObserver& observer);

}  // namespace pf
