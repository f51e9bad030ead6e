// Why what a network gives is of no use.
#pragma once

#include <ATen/core/Tensor.h>
#include <string>
#include <vector>

namespace pf {

/// Why embeddings are of no use to anybody, in a sentence: not finite for the pictures of `names`, zero, the
/// same for all. Empty when they are. Shapes: mu [N, D], norms [N], both on the CPU.
std::string embeddingProblem(const at::Tensor& mu, const at::Tensor& norms,
                             const std::vector<std::string>& names);

/// Why no head can learn from features, in a sentence; empty when one can. Shapes: [N, F], on the CPU.
std::string featureProblem(const at::Tensor& features);

}  // namespace pf
