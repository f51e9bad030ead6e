// Similarity of Gaussian embeddings: cosine, mutual likelihood and attention only. Higher means more alike.
#pragma once

#include <cstdint>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace pf {

enum class ScoreKind {
    Cosine,     ///< mu_a . mu_b
    Mls,        ///< -L, the mutual likelihood score
    Attention,  ///< -A
};

/// "cosine", "mls" or "attention".
std::string_view scoreKindName(ScoreKind kind);

/// Gaussians in rows.
struct Gaussians {
    at::Tensor mu;       ///< [N,D], unit rows
    at::Tensor sigmaSq;  ///< [N,1] or [N,D], positive; may be undefined for cosine
};

/// Scores of the pairs (row i of a, row i of b).
/// Shapes: both sides [P,D] with sigma² [P,1] or [P,D] -> [P], in the type of mu.
/// Source: docs/science.md, "Scores"; with a vector sigma² the mean over d (deviation from PFE's sum: a
/// constant factor D). Cost: O(PD) time, blocks of at most 32 MiB. Throws: Error(Shape).
at::Tensor pairScores(ScoreKind kind, const Gaussians& a, const Gaussians& b);

/// Scores of every row of a with every row of b: [N,M].
/// Cost: O(NMD) time; memory of the result plus blocks of at most 32 MiB. Throws: Error(Shape).
at::Tensor scoreMatrix(ScoreKind kind, const Gaussians& a, const Gaussians& b);

/// One number per face: sigma² itself when scalar, else the geometric mean exp(mean_d log sigma²).
/// Shapes: [N,1|D] -> [N].
at::Tensor summarySigmaSq(const at::Tensor& sigmaSq);

}  // namespace pf
