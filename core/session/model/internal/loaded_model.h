// A trained model with its networks open; what FaceModel and the export share.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/nn/backbones/backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/session/model/internal/model_folder.h"

namespace pf {

struct LoadedModel {
    ModelFiles files;
    std::int64_t step = 0;
    ModelCard card;   ///< as stored
    Options options;  ///< the card's with the overrides and what the backbone's file asks for
    at::Device device{at::kCPU};
    std::unique_ptr<Backbone> backbone;
    std::unique_ptr<UncertaintyHead> head;  ///< in inference mode
    std::string backboneHash;
    std::string preprocessing;          ///< fingerprint of what an image goes through now
    std::vector<std::string> warnings;  ///< what is not as in training, one sentence each
};

/// Opens a model (see findModel) on the device of its options, or on the one given. A folder's backbone, its
/// hashes and its model.yaml are checked. Throws: Error(Io, Data, Config) naming the file.
LoadedModel loadModel(const std::filesystem::path& model, const std::vector<std::string>& overrides,
                      std::optional<at::Device> device = std::nullopt);

/// The facts of a model for a folder's card.
FolderFacts folderFacts(const LoadedModel& model);

}  // namespace pf
