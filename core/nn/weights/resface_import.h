// The reference's TensorFlow models as our networks.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/formats/tensorflow/checkpoint_reader.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/uncertainty_head.h"

namespace pf {

/// One of the four backbones of the reference: ResFace64 of some width, its head on the last map or on all
/// four.
struct ReferenceModel {
    std::string name;
    double width = 1.0;
    bool multiLayer = false;
};

/// resface64, resface64m, resface64s2, resface64s2m.
const std::vector<ReferenceModel>& referenceModels();

/// Whether the checkpoint's first and last layers have the model's sizes. Without an uncertainty module both
/// kinds of a width fit.
bool fitsReferenceModel(const TensorFlowCheckpoint& checkpoint, const ReferenceModel& model);

/// A reference model with the embedding size and the (square) input size that the checkpoint's last linear
/// layer has. Throws: Error(Data) naming the tensor when it is missing or no square input leads to its size.
ResFaceOptions referenceOptions(const ReferenceModel& model, const TensorFlowCheckpoint& checkpoint);

struct ImportedNetwork {
    std::unique_ptr<ResFace> backbone;
    std::unique_ptr<UncertaintyHead> head;  ///< in inference mode; null without an uncertainty module
    std::vector<std::string> unused;        ///< momentum, step counters ...
    std::vector<std::pair<std::string, std::string>> matched;  ///< our tensor, the checkpoint's
};

/// Copies a checkpoint's float32 tensors into a ResFace of these options and, when it has an uncertainty
/// module, a head. Convolutions go from HWIO to OIHW; linear layers are transposed, and those of their inputs
/// that are the flattened last map are reordered from (H,W,C) to (C,H,W). Throws: Error(Data) naming the
/// tensor when one is missing, has another shape (both are named) or type, holds values that are not finite,
/// is damaged, or belongs to the network's scopes without having a place in it. Source: KaenChan/ProbFace,
/// models/resface64*_relu*.py and uncertainty_module.py.
ImportedNetwork importResFace(const TensorFlowCheckpoint& checkpoint, const ResFaceOptions& options);

}  // namespace pf
