// Refuses networks that do not give a picture the same numbers each time and in any batch, or no usable ones.
#pragma once

#include <string>

#include "core/base/config/options.h"
#include "core/nn/backbones/backbone.h"

namespace c10 {
struct Device;
}

namespace pf {

/// Why an opened backbone may not be relied on, with cause and cure ("gives the same picture another
/// embedding each time ..."); empty when it may. Cost: none, opening it found that out.
std::string unsteadinessOf(const Backbone& network);

/// A warning about a network that model.backbone.kind lets be unsteady; empty for a steady one. Throws:
/// Error(Data) naming the file, with cause, cure and that option, for any other unsteady network.
std::string requireSteady(const Backbone& network, const BackboneOptions& options);

/// Runs pictures as the options' model.input prepares them. Throws: Error(Data) naming the file, with cause
/// and cure, when none of the embeddings is finite or all are the same; `forTraining`: or the features are.
/// Cost: three pictures.
void requireUsable(Backbone& network, const Options& options, const c10::Device& device, bool forTraining);

}  // namespace pf
