// Does a network give a picture the same numbers each time, and in any company?
#pragma once

#include <functional>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/nn/backbones/backbone.h"

namespace pf {

/// Three pictures that differ in structure and contrast, to try a network on.
/// Shapes: [3, 3, height, width] float32, -1 to 1. Determinism: always the same.
at::Tensor trialPictures(std::int64_t height, std::int64_t width);

/// How far two results for the same pictures are apart: the length of the difference of a row over the
/// longer row's, at worst. 0 where both rows are not finite, infinity where only one is.
double largestDifference(const at::Tensor& a, const at::Tensor& b);

/// What is known of a network before it is tried.
struct KnownOfNetwork {
    std::string randomOperator = {};  ///< one that is alive in it ("dropout"); empty: none is known
    bool batchStatistics = false;     ///< it holds a batch normalisation in training mode
    int repetitions = 8;              ///< of the same pictures, as chance may be rare
};

/// Runs the same pictures several times, and one of them alone and beside another, and says in a sentence
/// with cause and cure what changed; empty when mu and features stayed what they were within rounding and no
/// random operator is known. A network exported in training mode fails here: its dropout draws again each
/// time, its batch normalisation looks at the other pictures of the batch. Cost: five pictures and two for
/// each repetition through `forward`.
std::string unsteadiness(const std::function<BackboneOutput(const at::Tensor&)>& forward,
                         const at::Tensor& pictures, const KnownOfNetwork& known = {});

}  // namespace pf
