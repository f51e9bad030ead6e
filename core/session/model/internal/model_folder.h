// A trained model as files: what they carry beside tensors, so that it can be used without its run, where
// they are, and the folder that an export or import writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/nn/named_tensors.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/safetensors.h"

namespace pf {

/// Facts of a trained head, stored as metadata of its checkpoints.
struct ModelCard {
    Options options;
    std::string backboneHash;             ///< Backbone::sha256
    std::string preprocessing;            ///< fingerprint of the input it was trained with
    std::string dataHash;                 ///< of the training set
    std::vector<double> trainingSigmaSq;  ///< 101 percentiles (0..100); empty before the first evaluation
    std::map<std::string, double> thresholds;  ///< "mls", "cosine"; empty before the first evaluation
    std::string calibratedOn;
    double calibratedFmr = 0;
    /// How the training images were prepared ("aligned 112x112 by alignment.yaml"); empty when unknown.
    std::string imagePreparation;
    /// SHA-256 of the backbone's file; only in exported folders, which carry that file.
    std::string backboneFileHash;
};

Metadata cardMetadata(const ModelCard& card);

/// The inverse. Throws: Error(Data) when a required entry is missing or damaged; `where` names the file.
ModelCard cardFromMetadata(const Metadata& metadata, const std::string& where);

inline constexpr const char* kModelWeightsName = "model.safetensors";  ///< the head, its metadata the card
inline constexpr const char* kModelCardName = "model.yaml";            ///< the same card for people

/// Where a model's parts are.
struct ModelFiles {
    std::filesystem::path weights;       ///< checkpoint or model.safetensors
    std::filesystem::path runDirectory;  ///< empty when outside a run
    std::filesystem::path folder;        ///< exported folder; empty for a checkpoint of a run
};

/// `model`: a run directory (best checkpoint, else last), a checkpoint, an exported folder or its
/// model.safetensors. Throws: Error(Io, Data) naming the path and what it lacks.
ModelFiles findModel(const std::filesystem::path& model);

/// Throws: Error(Data) when a file that was given as a model is a network or other weights without an
/// uncertainty head, saying how to train one. Reads its table only.
void requireHead(const std::filesystem::path& weights);

/// The backbone of an exported folder: the file the card names when that path is relative and there is one,
/// else backbone.safetensors, backbone.pt or backbone.onnx in the folder, else the card's path as it is.
std::string folderBackbone(const std::filesystem::path& folder, const std::string& cardPath);

/// What model.yaml tells.
struct FolderFacts {
    ModelCard card;
    std::int64_t step = 0;
    std::int64_t embeddingSize = 0;
    HeadOptions head;
    std::string backbone = {};  ///< in words
};

std::string folderCardText(const FolderFacts& facts);

/// Compares what model.yaml says with the card of model.safetensors; program version and descriptions may
/// differ, keys that this program does not write are left alone. Throws: Error(Data) naming the key and both
/// values; Error(Io).
void checkFolderCard(const std::filesystem::path& file, const FolderFacts& facts);

/// Writes model.safetensors: the head's tensors, the card and the step. Throws: Error(Io).
void writeModelWeights(const std::filesystem::path& folder, const NamedTensors& head, const ModelCard& card,
                       std::int64_t step);

}  // namespace pf
