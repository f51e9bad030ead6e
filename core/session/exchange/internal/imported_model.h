// Where the importers of foreign weights put a network and its head.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/nn/backbones/resface.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/weights.h"

namespace pf {

struct ImportedModel {
    const ResFace* backbone = nullptr;
    const UncertaintyHead* head = nullptr;  ///< null: the backbone alone
    Normalisation normalisation;
    std::string origin;  ///< "state_dict weights.pth"; kept in the backbone's metadata
};

/// Writes OUT/backbone.safetensors and, with a head, OUT/model.safetensors and OUT/model.yaml: a model folder
/// as an export writes it, without calibration. Returns the files.
/// Throws: Error(Config) when OUT is a file or already holds one of them; Error(Shape) when the head does not
/// take the backbone's features or give 1 or D values; Error(Io).
std::vector<std::filesystem::path> writeImportedModel(const std::filesystem::path& out,
                                                      const ImportedModel& model);

}  // namespace pf
