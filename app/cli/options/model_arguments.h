// The options of every command that uses a trained model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/options/command.h"
#include "core/session/model/face_model.h"

namespace pf::cli {

struct ModelArguments {
    std::string model;
    std::vector<std::string> settings;
};

/// Adds --model, --set and --backbone, which becomes an assignment among the --set ones. Returns --model.
CLI::Option* addModelOptions(CLI::App& command, ModelArguments& arguments);

FaceModel openModel(const ModelArguments& arguments);

/// Embeds with a progress line and lists unreadable images on stderr; nothing when interrupted. `norms`: as
/// FaceModel::measureNorms.
std::optional<EmbeddingSet> embedWithProgress(const ModelArguments& arguments, const ImageCatalog& images,
                                              RunControl& control, bool norms = false);

}  // namespace pf::cli
