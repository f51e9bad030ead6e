// Networks as the options name them: where they run, what they expect, how they are opened.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/data/input/preprocess.h"
#include "core/nn/backbones/backbone.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/weights/weights.h"

namespace pf {

/// "auto" prefers a GPU. Throws: Error(Config) when a GPU was asked for and there is none.
at::Device resolveDevice(const std::string& device);

/// The preprocessing a model needs, with or without the augmentations of training.
/// Throws: Error(Config) for an unknown transform, crop or impossible value.
PreprocessOptions preprocessFor(const Options& options, bool augmented);

/// A frozen backbone and what there is to say about it.
struct OpenedBackbone {
    std::unique_ptr<Backbone> network;
    std::vector<std::string> notes;
};

/// Opens options.model.backbone.file on a device. A native file knows its own input size and normalisation:
/// those replace options.model.input (said in the notes when they differ). Which kind of file it is, is read
/// from its extension and first bytes unless model.backbone.kind says so. A TorchScript file is a program: it
/// passes requireAllowedProgram (programs.h) first. Throws: Error(Config, Data, Io) naming the file.
OpenedBackbone openBackbone(Options& options, const at::Device& device);

/// The architecture that options.model describes, for pretraining. Throws: Error(Config).
ResFaceOptions resFaceOptions(const Options& options);
Normalisation normalisationOf(const InputOptions& input);

}  // namespace pf
