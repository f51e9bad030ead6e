#include "core/session/loaded_model.h"

#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/network.h"
#include "core/train/checkpoint_store.h"

namespace pf {
namespace {

/// Refuses the folder's backbone file when its bytes are not those that were exported.
void checkBackboneFile(const LoadedModel& model, const std::string& folderFile) {
    const std::string& file = model.options.model.backbone.file;
    if (file == folderFile && !model.card.backboneFileHash.empty() &&
        fileSha256(file) != model.card.backboneFileHash) {
        throw Error(
            ErrorCode::Data,
            "is not the backbone that was exported with " + model.files.weights.string() +
                " (its SHA-256 differs); export the model again, or point --set model.backbone.file= at "
                "the right one",
            file);
    }
}

void checkCard(const LoadedModel& model, const HeadOptions& head) {
    const auto yaml = model.files.folder / kModelCardName;
    std::error_code status;
    if (model.files.folder.empty() || !std::filesystem::exists(yaml, status)) {
        return;
    }
    FolderFacts facts;
    facts.card = model.card;
    facts.step = model.step;
    facts.featureSize = head.inputSize;
    facts.hiddenSize = head.hiddenSize;
    facts.sigmaSize = head.sigmaSize;
    checkFolderCard(yaml, facts);
}

}  // namespace

LoadedModel loadModel(const std::filesystem::path& path, const std::vector<std::string>& overrides,
                      std::optional<at::Device> device) {
    LoadedModel model;
    model.files = findModel(path);
    const std::string where = model.files.weights.string();
    const auto checkpoint = readCheckpoint(model.files.weights);
    model.step = checkpoint.step;
    model.card = cardFromMetadata(checkpoint.metadata, where);
    const HeadOptions headOptions = UncertaintyHead::optionsFromTensors(checkpoint.tensors);
    checkCard(model, headOptions);

    model.options = model.card.options;
    std::string folderFile;
    if (!model.files.folder.empty()) {
        folderFile = folderBackbone(model.files.folder, model.options.model.backbone.file);
        model.options.model.backbone.file = folderFile;
    }
    for (const auto& assignment : overrides) {
        applySetting(model.options, assignment);
    }
    checkBackboneFile(model, folderFile);
    setTorchThreads(static_cast<int>(model.options.train.threads));
    model.device = device ? *device : resolveDevice(model.options.train.device);
    model.backbone = openBackbone(model.options, model.device).network;
    model.backboneHash = model.backbone->sha256();
    // Earlier builds wrote the hash of no tensors for every frozen TorchScript program.
    if (model.backboneHash != model.card.backboneHash && model.card.backboneHash != tensorsSha256({})) {
        throw Error(ErrorCode::Data,
                    "its head was trained on another backbone than " + model.options.model.backbone.file +
                        " holds now; point --set model.backbone.file= at the one it was trained with",
                    where);
    }
    model.card.backboneHash = model.backboneHash;
    if (headOptions.inputSize != model.backbone->featureSize()) {
        throw Error(ErrorCode::Data,
                    "its head takes " + std::to_string(headOptions.inputSize) +
                        " features, the backbone gives " + std::to_string(model.backbone->featureSize()),
                    where);
    }
    model.preprocessing = preprocessFor(model.options, false).fingerprint();
    model.warnings = fingerprintDifferences(model.card.preprocessing, model.preprocessing);
    model.head = std::make_unique<UncertaintyHead>(headOptions, 0);
    model.head->load(checkpoint.tensors);
    model.head->eval();
    model.head->to(model.device);
    return model;
}

FolderFacts folderFacts(const LoadedModel& model) {
    FolderFacts facts;
    facts.card = model.card;
    facts.card.options = model.options;
    facts.step = model.step;
    facts.embeddingSize = model.backbone->embeddingSize();
    facts.featureSize = model.head->options().inputSize;
    facts.hiddenSize = model.head->options().hiddenSize;
    facts.sigmaSize = model.head->options().sigmaSize;
    facts.backbone = model.backbone->description();
    return facts;
}

}  // namespace pf
