#include "core/session/exchange/internal/imported_model.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/session/model/internal/model_folder.h"
#include "core/session/model/internal/network.h"

namespace pf {
namespace {

constexpr const char* kBackboneName = "backbone.safetensors";

void prepareFolder(const std::filesystem::path& out) {
    std::error_code failure;
    throwIf(std::filesystem::exists(out, failure) && !std::filesystem::is_directory(out, failure),
            ErrorCode::Config, "is a file; give a folder for the imported model", out.string());
    for (const char* name : {kBackboneName, kModelWeightsName, kModelCardName}) {
        throwIf(std::filesystem::exists(out / name, failure), ErrorCode::Config,
                "exists already; give another folder or remove it", (out / name).string());
    }
    std::filesystem::create_directories(out, failure);
    throwIf(failure, ErrorCode::Io, "cannot create the folder: " + failure.message(), out.string());
}

Options optionsOf(const ImportedModel& model) {
    const ResFaceOptions& network = model.backbone->options();
    Options options;
    options.model.backbone.file = kBackboneName;
    options.model.backbone.width = network.width;
    options.model.backbone.multiLayer = network.multiLayer;
    options.model.backbone.samePadding = network.tfSamePadding;
    options.model.backbone.embeddingSize = network.embeddingSize;
    options.model.input.height = network.inputHeight;
    options.model.input.width = network.inputWidth;
    options.model.input.mean.assign(model.normalisation.mean.begin(), model.normalisation.mean.end());
    options.model.input.std.assign(model.normalisation.std.begin(), model.normalisation.std.end());
    options.model.head.sigma = model.head->options().sigmaSize == 1 ? "scalar" : "vector";
    options.model.head.hidden = model.head->options().hiddenSize;
    return options;
}

}  // namespace

std::vector<std::filesystem::path> writeImportedModel(const std::filesystem::path& out,
                                                      const ImportedModel& model) {
    if (model.head != nullptr && model.head->options().inputSize != model.backbone->featureSize()) {
        throw Error(ErrorCode::Shape, "the head of the " + model.origin + " takes " +
                                          std::to_string(model.head->options().inputSize) +
                                          " features where the backbone gives " +
                                          std::to_string(model.backbone->featureSize()) +
                                          "; multi-layer architectures (m) give more, choose the right one");
    }
    const std::int64_t sigmas = model.head == nullptr ? 1 : model.head->options().sigmaSize;
    throwIf(sigmas != 1 && sigmas != model.backbone->embeddingSize(), ErrorCode::Shape,
            "the head of the " + model.origin + " gives " + std::to_string(sigmas) +
                " values; 1 or the embedding's size, " + std::to_string(model.backbone->embeddingSize()) +
                ", are possible");
    prepareFolder(out);
    const auto backboneFile = out / kBackboneName;
    saveBackbone(backboneFile, *model.backbone, model.normalisation, {{"imported_from", model.origin}});
    if (model.head == nullptr) {
        return {backboneFile};
    }
    try {
        FolderFacts facts;
        facts.card.options = optionsOf(model);
        facts.card.backboneHash = model.backbone->sha256();
        facts.card.preprocessing = preprocessFor(facts.card.options, false).fingerprint();
        facts.card.backboneFileHash = fileSha256(backboneFile);
        facts.embeddingSize = model.backbone->embeddingSize();
        facts.head = model.head->options();
        facts.backbone = model.backbone->description();
        writeModelWeights(out, model.head->namedTensors(), facts.card, facts.step);
        writeTextAtomically(out / kModelCardName, folderCardText(facts));
    } catch (...) {
        // Half a model would stand in the way of the next attempt.
        std::error_code ignored;
        for (const auto& file : {backboneFile, out / kModelWeightsName}) {
            std::filesystem::remove(file, ignored);
        }
        throw;
    }
    return {backboneFile, out / kModelWeightsName, out / kModelCardName};
}

}  // namespace pf
