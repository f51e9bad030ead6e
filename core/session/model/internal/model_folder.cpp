#include "core/session/model/internal/model_folder.h"

#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_value.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/json_text.h"
#include "core/base/numbers.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/nn/weights/weight_listing.h"
#include "core/session/model/internal/network.h"
#include "core/session/version.h"
#include "core/train/checkpoint_marks.h"

namespace pf {
namespace {

constexpr std::size_t kLargestCard = std::size_t{1} << 20;

/// The run directory that a checkpoint lies in, or nothing.
std::filesystem::path runOf(const std::filesystem::path& checkpoint) {
    const auto run = checkpoint.parent_path().parent_path();
    return pathExists(run / "config.yaml") ? run : std::filesystem::path();
}

/// The fields of a fingerprint ("112x112 rgb mean a,b,c std a,b,c bilinear ... #digest"), one per line.
std::string fingerprintFields(const std::string& fingerprint) {
    const auto words = splitText(fingerprint.substr(0, fingerprint.rfind(" #")), ' ');
    const auto size = splitText(words.front(), 'x');
    throwIf(words.size() < 7 || size.size() != 2, ErrorCode::Internal,
            "the preprocessing has the form '" + fingerprint + "'");
    std::string crop = "none";
    std::string others;
    for (std::size_t i = 7; i < words.size(); ++i) {
        if (words[i].starts_with("crop:")) {
            crop = words[i].substr(5);
        } else {
            others += (others.empty() ? "" : " ") + words[i];
        }
    }
    return "  width: " + size[0] + "\n  height: " + size[1] + "\n  crop: " + yamlScalar(crop) +
           "\n  channels: " + words[1] + "\n  mean: [" + words[3] + "]\n  std: [" + words[5] +
           "]\n  filter: " + words[6] + "  # antialiased, as Pillow's\n" +
           (others.empty() ? "" : "  transforms: " + yamlScalar(others) + "\n");
}

bool sameNumber(const std::string& a, const std::string& b) {
    const auto x = readNumber(a);
    return x && x == readNumber(b);
}

std::string shortText(const YAML::Node& node) {
    if (!node.IsDefined()) {
        return "nothing";
    }
    const std::string text = node.IsScalar() ? node.Scalar() : YAML::Dump(node);
    return "'" + (text.size() > 60 ? text.substr(0, 60) + "..." : text) + "'";
}

void compare(const YAML::Node& expected, const YAML::Node& given, const std::string& key,
             const std::string& where) {
    if (key == "program" || key == "backbone.description" || key == "embedding_size") {
        return;
    }
    bool same = given.IsDefined() && given.Type() == expected.Type() && given.size() == expected.size();
    if (expected.IsMap() && given.IsDefined() && given.IsMap()) {
        for (const auto& entry : expected) {
            const std::string name = entry.first.Scalar();
            compare(entry.second, given[name], key.empty() ? name : key + "." + name, where);
        }
        return;
    }
    for (std::size_t i = 0; same && expected.IsSequence() && i < expected.size(); ++i) {
        same = given[i].IsScalar() && sameNumber(given[i].Scalar(), expected[i].Scalar());
    }
    if (same && expected.IsScalar()) {
        same = given.Scalar() == expected.Scalar() || sameNumber(given.Scalar(), expected.Scalar());
    }
    if (!same) {
        failData(where, "says ", shortText(given), " for ", key, ", but ", kModelWeightsName,
                 " beside it says ", shortText(expected), "; export the model again, or remove this file");
    }
}

/// The checkpoint that best.safetensors or last.safetensors of a run stands for where the link is lost or has
/// become a text; nothing where the file itself can be read.
std::optional<std::filesystem::path> checkpointBehindMark(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    const std::string mark = file.stem().string();
    std::error_code status;
    if ((mark != "best" && mark != "last") || file != markFile(folder, mark)) {
        return std::nullopt;
    }
    const auto size = std::filesystem::file_size(file, status);
    if (!status && size > kLargestLinkText) {
        return std::nullopt;
    }
    const CheckpointMarks marks = findCheckpointMarks(folder);
    const auto step = mark == "best" ? marks.best : marks.last;
    return step ? std::optional(storedCheckpoint(folder, *step)) : std::nullopt;
}

const std::string& entry(const Metadata& metadata, const std::string& key, const std::string& where) {
    const auto found = metadata.find(key);
    failDataIf(found == metadata.end(), where, "is not a checkpoint of an uncertainty head (it lacks '", key,
               "')");
    return found->second;
}

/// An entry that files of older versions do not have.
std::string optionalEntry(const Metadata& metadata, const std::string& key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string() : found->second;
}

}  // namespace

Metadata cardMetadata(const ModelCard& card) {
    Metadata metadata{{"kind", "uncertainty_head"},
                      {"config", configText(card.options)},
                      {"backbone_sha256", card.backboneHash},
                      {"preprocessing", card.preprocessing},
                      {"data_sha256", card.dataHash},
                      {"training_sigma_sq", nlohmann::json(card.trainingSigmaSq).dump()},
                      {"thresholds", nlohmann::json(card.thresholds).dump()},
                      {"calibrated_on", card.calibratedOn},
                      {"calibrated_far", nlohmann::json(card.calibratedFmr).dump()},
                      {"images_prepared", card.imagePreparation}};
    if (!card.backboneFileHash.empty()) {
        metadata["backbone_file_sha256"] = card.backboneFileHash;
    }
    return metadata;
}

ModelCard cardFromMetadata(const Metadata& metadata, const std::string& where) {
    failDataIf(entry(metadata, "kind", where) != "uncertainty_head", where, "holds a ",
               entry(metadata, "kind", where), ", an uncertainty head was expected");
    ModelCard card;
    card.options = parseConfig(entry(metadata, "config", where), where + " (config)");
    card.backboneHash = entry(metadata, "backbone_sha256", where);
    card.preprocessing = entry(metadata, "preprocessing", where);
    card.dataHash = entry(metadata, "data_sha256", where);
    card.calibratedOn = entry(metadata, "calibrated_on", where);
    card.imagePreparation = optionalEntry(metadata, "images_prepared");
    card.backboneFileHash = optionalEntry(metadata, "backbone_file_sha256");
    try {
        using nlohmann::json;
        card.trainingSigmaSq =
            parseJson<json>(entry(metadata, "training_sigma_sq", where)).get<std::vector<double>>();
        card.thresholds =
            parseJson<json>(entry(metadata, "thresholds", where)).get<std::map<std::string, double>>();
        card.calibratedFmr = parseJson<json>(entry(metadata, "calibrated_far", where)).get<double>();
    } catch (const nlohmann::json::exception& error) {
        failData(where, "its metadata is damaged: ", error.what());
    }
    return card;
}

ModelFiles findModel(const std::filesystem::path& model) {
    if (const auto checkpoint = checkpointBehindMark(model)) {
        return {*checkpoint, runOf(*checkpoint), {}};
    }
    throwIf(!pathExists(model), ErrorCode::Io,
            "does not exist; give a run directory, a checkpoint or an exported model folder", model.string());
    if (!pathIsFolder(model)) {
        const bool exported = model.filename() == kModelWeightsName;
        return {model, runOf(model),
                exported ? std::filesystem::absolute(model).parent_path() : std::filesystem::path()};
    }
    if (pathExists(model / kModelWeightsName)) {
        return {model / kModelWeightsName, {}, model};
    }
    failDataIf(!pathIsFolder(model / "checkpoints"), model.string(),
               "is neither a run directory (it has no checkpoints/) nor an exported model (it has no ",
               kModelWeightsName, ")");
    const CheckpointMarks marks = findCheckpointMarks(model / "checkpoints");
    if (const auto step = marks.best ? marks.best : marks.last) {
        const auto checkpoint = std::filesystem::canonical(storedCheckpoint(model / "checkpoints", *step));
        return {checkpoint, runOf(checkpoint), {}};
    }
    failData(model.string(),
             "has no checkpoint yet: the first is written when its first epoch ends; resume the run if it "
             "was stopped before");
}

void requireHead(const std::filesystem::path& weights) {
    const std::string where = weights.string();
    refuseStandIn(weights);
    const std::string remedy =
        "; a model is a run directory, a checkpoint of one or an exported model. To make one of this "
        "network, train a head on it: probface train configs/own_backbone.yaml --set model.backbone.file=" +
        where + " --set data.train=FACES";
    const WeightFormat format = weightFormatOf(weights);
    failDataIf(format == WeightFormat::Zip || format == WeightFormat::Onnx, where,
               "holds a network or its weights, but no uncertainty head", remedy);
    failDataIf(
        format != WeightFormat::Safetensors, where,
        "is not a model; give a run directory, a checkpoint (.safetensors) or an exported model folder");
    std::string kind;
    bool isNetwork = false;
    for (const auto& [key, value] : listWeightFile(weights).metadata) {
        kind = key == "kind" ? value : kind;
        isNetwork = isNetwork || key == "backbone.arch";
    }
    failDataIf(kind != "uncertainty_head", where,
               isNetwork ? "is a backbone without an uncertainty head" + remedy
                         : std::string("holds weights, but no uncertainty head of this program; bring them "
                                       "in with probface import-weights"));
}

std::string folderBackbone(const std::filesystem::path& folder, const std::string& cardPath) {
    std::vector<std::filesystem::path> candidates{"backbone.safetensors", "backbone.pt", "backbone.onnx"};
    if (!cardPath.empty() && std::filesystem::path(cardPath).is_relative()) {
        candidates.insert(candidates.begin(), cardPath);
    }
    for (const auto& name : candidates) {
        if (pathIsFile(folder / name)) {
            return (folder / name).string();
        }
    }
    return cardPath;
}

std::string folderCardText(const FolderFacts& facts) {
    const ModelCard& card = facts.card;
    std::string text =
        "# A face model of ProbFace Studio: a frozen backbone and a head that gives each embedding a "
        "variance.\n"
        "# model.safetensors beside this file holds the head and the same facts, and is what counts.\n"
        "format: probface-model 1\n"
        "program: probface " +
        programVersion() + "\nstep: " + std::to_string(facts.step) + "\n";
    text += "data_sha256: " + yamlScalar(card.dataHash) + "\n";
    text += "images_prepared: " + yamlScalar(card.imagePreparation) + "\n";
    text += "backbone:\n  file: " + yamlScalar(card.options.model.backbone.file) + "\n";
    text += "  description: " + yamlScalar(facts.backbone) + "\n";
    text += "  network_sha256: " + yamlScalar(card.backboneHash) + "\n";
    text += "  file_sha256: " + yamlScalar(card.backboneFileHash) + "\n";
    text += "head:\n  features: " + std::to_string(facts.head.inputSize) + "\n";
    text += "  hidden: " + std::to_string(facts.head.hiddenSize) + "\n";
    text += "  sigma_sq: " + std::to_string(facts.head.sigmaSize) + "\n";
    text += "embedding_size: " + std::to_string(facts.embeddingSize) + "\n";
    const std::string fingerprint = preprocessFor(card.options, false).fingerprint();
    text += "preprocessing:  # value = (level - mean) / std, levels 0 to 255\n";
    text += "  fingerprint: " + yamlScalar(fingerprint) + "\n";
    if (fingerprint != card.preprocessing) {
        text += "  trained_with: " + yamlScalar(card.preprocessing) + "\n";
    }
    text += fingerprintFields(fingerprint);
    text += "thresholds:  # same person at or above; empty before the first evaluation\n";
    text += "  calibrated_on: " + yamlScalar(card.calibratedOn) + "\n";
    text += "  false_match_rate: " + formatNumber(card.calibratedFmr) + "\n";
    for (const auto& [score, threshold] : card.thresholds) {
        text += "  " + yamlScalar(score) + ": " + formatNumber(threshold) + "\n";
    }
    // 101 of them: percentiles 0 to 100.
    return text + "training_sigma_sq: [" + joined(card.trainingSigmaSq) + "]\n";
}

void checkFolderCard(const std::filesystem::path& file, const FolderFacts& facts) {
    const std::string text = readTextFile(file, kLargestCard);
    try {
        const YAML::Node given = YAML::Load(text);
        failDataIf(!given.IsMap(), file.string(), "is not a model card (key: value lines were expected)");
        compare(YAML::Load(folderCardText(facts)), given, "", file.string());
    } catch (const YAML::Exception& error) {
        failData(file.string() + ":" + std::to_string(error.mark.line + 1), "is not valid YAML: ", error.msg);
    }
}

void writeModelWeights(const std::filesystem::path& folder, const NamedTensors& head, const ModelCard& card,
                       std::int64_t step) {
    Metadata metadata = cardMetadata(card);
    metadata["step"] = std::to_string(step);
    writeSafetensors(folder / kModelWeightsName, head, metadata);
}

}  // namespace pf
