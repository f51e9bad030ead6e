// What a checkpoint or exported model carries beside its tensors, so that it can be used without its run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/config/options.h"
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

}  // namespace pf
