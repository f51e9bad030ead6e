#include "core/session/inspect/source_card_models.h"

#include <cmath>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"
#include "core/base/weight_listing.h"
#include "core/data/align/yunet_decoder.h"
#include "core/session/exchange/weight_listing.h"
#include "core/session/model/internal/model_folder.h"
#include "core/session/run/run_reader.h"
#include "core/train/checkpoint_store.h"

namespace fs = std::filesystem;

namespace pf::detail {
namespace {

std::string shortened(double value) {
    return formatNumber(std::round(value * 1e4) / 1e4);
}

void addCard(SourceCard& card, const fs::path& file) {
    const Checkpoint checkpoint = readCheckpoint(file);
    const ModelCard model = cardFromMetadata(checkpoint.metadata, file.string());
    card.addFact("step", formatCount(checkpoint.step));
    card.addFact("backbone", model.options.model.backbone.file);
    card.addFact("sigma²", model.options.model.head.sigma == "vector" ? "one per dimension" : "one per face");
    card.addFact("preprocessing", model.preprocessing);
    card.addFact("training images", model.imagePreparation);
    card.addFact("data hash", model.dataHash.substr(0, 12));
    if (model.trainingSigmaSq.size() == 101) {
        card.addFact("training sigma² 10, 50, 90 %", shortened(model.trainingSigmaSq[10]) + ", " +
                                                         shortened(model.trainingSigmaSq[50]) + ", " +
                                                         shortened(model.trainingSigmaSq[90]));
    }
    for (const auto& [score, threshold] : model.thresholds) {
        card.addFact(score + " threshold", shortened(threshold) + " (FMR " +
                                               formatNumber(model.calibratedFmr) + " on " +
                                               model.calibratedOn + ")");
    }
}

/// Whether an ONNX network has the outputs of a YuNet face detector.
bool isDetector(const WeightListing& listing) {
    std::vector<std::string> outputs;
    for (const auto& [key, value] : listing.metadata) {
        if (key == "output") {
            outputs.push_back(value.substr(0, value.find(':')));
        }
    }
    try {
        yunetLayout(outputs, "");
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// A short text for a value of a file's own metadata.
std::string excerpt(const std::string& value) {
    constexpr std::size_t kMost = 80;
    const std::size_t end = std::min(value.find('\n'), kMost);
    return value.size() > end ? value.substr(0, end) + "…" : value;
}

}  // namespace

bool isModelFolder(const fs::path& folder) {
    return pathIsFile(folder / "model.safetensors") ||
           (pathIsFile(folder / "config.yaml") &&
            (pathIsFolder(folder / "checkpoints") || pathIsFile(folder / "metrics.jsonl")));
}

void describeModel(SourceCard& card) {
    card.kind = SourceKind::Model;
    const fs::path path = card.path;
    const bool isRun = pathIsFile(path / "config.yaml");
    card.title = isRun ? "Run" : (pathIsFolder(path) ? "Exported model" : "Checkpoint");
    if (isRun) {
        card.uses = {SourceUse::OpenRun};
        RunReader reader(path);
        while (!reader.poll().empty()) {
        }
        card.addFact("state", runStateText(reader.state()));
        card.addFact("detail", reader.stateDetail());
    }
    addCard(card, findModel(path).weights);
    card.uses.insert(card.uses.end(),
                     {SourceUse::Evaluate, SourceUse::Gallery, SourceUse::Compare, SourceUse::Export});
}

void describeWeights(SourceCard& card) {
    card.identify(SourceKind::Weights, "Weights");
    const WeightListing listing = listWeights(card.path);
    std::string kind;
    bool isNative = false;
    for (const auto& [key, value] : listing.metadata) {
        kind = key == "kind" ? value : kind;
        isNative = isNative || key == "backbone.arch";
    }
    if (kind == "uncertainty_head") {
        describeModel(card);
        return;
    }
    card.title = listing.format == "ONNX" ? "ONNX network" : listing.format;
    card.isProgram = listing.format == "TorchScript program";
    if (listing.format == "ONNX" && isDetector(listing)) {
        card.identify(SourceKind::Detector, "YuNet face detector (ONNX)");
        card.uses = {SourceUse::Align};
    } else if (isNative || card.isProgram || listing.format == "ONNX") {
        card.kind = SourceKind::Backbone;
        card.uses = {SourceUse::UseAsBackbone};
    } else {
        card.uses = {SourceUse::Import};
    }
    card.addFact("tensors", formatCount(listing.tensors.size()));
    card.addFact("parameters", formatCount(listing.parameters));
    for (const auto& [key, value] : listing.metadata) {
        card.addFact(key, excerpt(value));
    }
    for (const std::string& note : listing.notes) {
        card.addFact("note", note);
    }
}

void describeConfig(SourceCard& card) {
    card.identify(SourceKind::Config, "Recipe");
    const Options options = loadConfig(card.path);
    card.addFact("training faces", joined(options.data.train));
    card.addFact("backbone", options.model.backbone.file);
    card.addFact("length", formatCount(options.train.epochs * options.train.stepsPerEpoch) + " steps");
    for (const OptionProblem& problem : findProblems(options)) {
        card.addProblem(problem.key + ": " + problem.message);
    }
    card.uses = {SourceUse::Train};
}

bool describeRuns(SourceCard& card) {
    const auto runs = listRuns(card.path);
    if (runs.empty()) {
        return false;
    }
    card.identify(SourceKind::Runs, "Folder of runs");
    card.addFact("runs", formatCount(runs.size()));
    card.addFact("newest", runs.front().name + ", " + runStateText(runs.front().state));
    card.uses = {SourceUse::OpenRun};
    return true;
}

}  // namespace pf::detail
