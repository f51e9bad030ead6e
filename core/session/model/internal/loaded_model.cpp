#include "core/session/model/internal/loaded_model.h"

#include <algorithm>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/model/backbone_search.h"
#include "core/session/model/internal/network.h"
#include "core/session/model/internal/usable_network.h"
#include "core/train/checkpoint_store.h"

namespace pf {
namespace {

bool isThere(const std::string& file) {
    return pathIsFile(resolveBuiltin(file));
}

/// Whether a network is the one that the head was trained on.
bool isTrainedOn(const LoadedModel& model, const Backbone& network) {
    // Earlier builds wrote the hash of no tensors for every frozen TorchScript program.
    return network.sha256() == model.card.backboneHash || model.card.backboneHash == tensorsSha256({});
}

OpenedBackbone openAt(LoadedModel& model, const std::filesystem::path& file) {
    Options options = model.options;
    options.model.backbone.file = file.string();
    OpenedBackbone opened = openBackbone(options, model.device);
    model.options = std::move(options);
    return opened;
}

/// Opens the backbone where the options say, or where it is found; `isGiven`: the user said where.
OpenedBackbone openModelBackbone(LoadedModel& model, const std::filesystem::path& path, bool isGiven) {
    const std::string file = model.options.model.backbone.file;
    const bool isFolder = pathIsFolder(file);
    const bool moved = !isFolder && !isGiven && !file.empty() && !isThere(file);
    if (!isFolder && !moved) {
        return openAt(model, file);
    }
    MissingBackbone missing{path,
                            model.card.options.model.backbone.file,
                            model.card.backboneHash,
                            model.card.backboneFileHash,
                            {}};
    const auto folders =
        isFolder ? std::vector<std::filesystem::path>{file} : foldersNear(model.files.weights);
    std::optional<Error> refusal;
    for (const auto& candidate : backboneCandidates(missing, folders)) {
        const Options before = model.options;
        OpenedBackbone opened;
        try {
            opened = openAt(model, candidate);
        } catch (const Error& error) {
            // A program that the user does not let run, say; it matters only when there is no other.
            refusal = error.code() == ErrorCode::Config ? std::optional(error) : refusal;
            missing.lookedAt = candidate;
            continue;
        }
        if (isTrainedOn(model, *opened.network)) {
            rememberBackbone(model.card.backboneHash, candidate);
            return opened;
        }
        model.options = before;
        missing.lookedAt = candidate;
    }
    if (refusal) {
        throw Error(*refusal);
    }
    const std::filesystem::path chosen = askForBackbone(missing);
    OpenedBackbone opened = openAt(model, chosen);
    if (isTrainedOn(model, *opened.network)) {
        rememberBackbone(model.card.backboneHash, chosen);
    }
    return opened;
}

bool isAssigned(const std::vector<std::string>& overrides, const std::string& key) {
    return std::any_of(overrides.begin(), overrides.end(),
                       [&](const std::string& assignment) { return assignment.starts_with(key + "="); });
}

}  // namespace

LoadedModel loadModel(const std::filesystem::path& path, const std::vector<std::string>& overrides,
                      std::optional<at::Device> device) {
    LoadedModel model;
    model.files = findModel(path);
    const std::string where = model.files.weights.string();
    requireHead(model.files.weights);
    const auto checkpoint = readCheckpoint(model.files.weights);
    model.step = checkpoint.step;
    model.card = cardFromMetadata(checkpoint.metadata, where);
    const HeadOptions headOptions = UncertaintyHead::optionsFromTensors(checkpoint.tensors);
    if (const auto yaml = model.files.folder / kModelCardName;
        !model.files.folder.empty() && pathExists(yaml)) {
        checkFolderCard(yaml, {.card = model.card, .step = model.step, .head = headOptions});
    }

    model.options = model.card.options;
    std::string folderFile;
    if (!model.files.folder.empty()) {
        folderFile = folderBackbone(model.files.folder, model.options.model.backbone.file);
        model.options.model.backbone.file = folderFile;
    }
    if (!isAssigned(overrides, "train.device")) {
        // Where it was trained is no reason not to run on what is there.
        model.options.train.device = "auto";
    }
    for (const auto& assignment : overrides) {
        applySetting(model.options, assignment);
    }
    const std::string& file = model.options.model.backbone.file;
    failDataIf(file == folderFile && isThere(file) && !model.card.backboneFileHash.empty() &&
                   fileSha256(file) != model.card.backboneFileHash,
               file, "is not the backbone that was exported with ", where,
               " (its SHA-256 differs); export the model again, or point --set model.backbone.file= at the "
               "right one");
    setTorchThreads(static_cast<int>(model.options.train.threads));
    model.device = device ? *device : resolveDevice(model.options.train.device);
    OpenedBackbone opened = openModelBackbone(model, path, isAssigned(overrides, "model.backbone.file"));
    model.backbone = std::move(opened.network);
    const std::string unsteady = requireSteady(*model.backbone, model.options.model.backbone);
    failDataIf(!isTrainedOn(model, *model.backbone), where, "its head was trained on another backbone than ",
               model.options.model.backbone.file,
               " holds now; say with --backbone FILE where the one it was trained with is");
    model.backboneHash = model.backbone->sha256();
    model.card.backboneHash = model.backboneHash;
    failDataIf(headOptions.inputSize != model.backbone->featureSize(), where, "its head takes ",
               headOptions.inputSize, " features, the backbone gives ", model.backbone->featureSize());
    model.preprocessing = preprocessFor(model.options, false).fingerprint();
    requireUsable(*model.backbone, model.options, model.device, false);
    model.warnings = fingerprintDifferences(model.card.preprocessing, model.preprocessing);
    if (!unsteady.empty()) {
        model.warnings.push_back(unsteady);
    }
    model.head = std::make_unique<UncertaintyHead>(headOptions, 0);
    model.head->load(checkpoint.tensors);
    model.head->eval();
    model.head->to(model.device);
    return model;
}

FolderFacts folderFacts(const LoadedModel& model) {
    FolderFacts facts{model.card, model.step, model.backbone->embeddingSize(), model.head->options(),
                      model.backbone->description()};
    facts.card.options = model.options;
    return facts;
}

}  // namespace pf
