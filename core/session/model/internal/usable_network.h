// Whether what a network gives is of use: the same numbers for a picture each time, and usable ones.
#pragma once

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/config/options.h"
#include "core/nn/backbones/backbone.h"

namespace pf {

/// A warning about an unsteady network that model.backbone.kind lets be unsteady; empty for a steady one.
/// Throws: Error(Data) naming the file, with cause, cure and that option, for any other unsteady network.
std::string requireSteady(const Backbone& network, const BackboneOptions& options);

/// Runs pictures as the options' model.input prepares them. Throws: Error(Data) naming the file, with cause
/// and cure, when none of the embeddings is finite or all are the same; `forTraining`: or the features are.
/// Cost: three pictures.
void requireUsable(Backbone& network, const Options& options, const c10::Device& device, bool forTraining);

/// Why embeddings are of no use to anybody, in a sentence: not finite for the pictures of `names`, zero, the
/// same for all. Empty when they are. Shapes: mu [N, D], norms [N], both on the CPU.
std::string embeddingProblem(const at::Tensor& mu, const at::Tensor& norms,
                             const std::vector<std::string>& names);

/// Why no head can learn from features, in a sentence; empty when one can. Shapes: [N, F], on the CPU.
std::string featureProblem(const at::Tensor& features);

}  // namespace pf
