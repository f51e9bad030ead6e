// The matrices of all pairs of a batch that the losses are made of.
#pragma once

#include <ATen/core/Tensor.h>

namespace pf {

/// The two N x N matrices every pair term is made of.
struct PairMatrices {
    at::Tensor distanceTerm;  ///< A
    at::Tensor negativeMls;   ///< L = A + log S (its mean over d for a vector sigma²); the MLS score is -L
};

/// A and L for all pairs of a batch, differentiable with respect to `logSigmaSq` only.
/// Shapes: mu [N,D] with unit rows, logSigmaSq [N,1] or [N,D] of the same floating type and device; results
/// [N,N]. Source: ProbFace eq. 3-5; with a vector sigma² PFE eq. 3, but averaged over the D dimensions
/// instead of summed and without the constant, as in docs/science.md, "Scores". Scalar: A = 2(1 - c)/(1e-10 +
/// S). Vector: A = mean_d(diff²/(1e-10 + S)). Cost: O(N²D) time; memory O(N²), for a vector sigma² plus
/// blocks of at most 32 MiB, also in the backward pass. Throws: Error(Shape) naming the sizes.
PairMatrices pairMatrices(const at::Tensor& mu, const at::Tensor& logSigmaSq);

}  // namespace pf
