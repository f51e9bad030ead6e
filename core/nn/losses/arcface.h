// The ArcFace classifier used to pretrain a backbone.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "core/nn/parameter_set.h"

namespace pf {

struct ArcFaceOptions {
    std::int64_t classes = 0;
    std::int64_t embeddingSize = 256;
    double scale = 64.0;
    double margin = 0.5;  ///< radians

    /// Throws: Error(Config) naming the option and its range.
    void check() const;
};

struct ArcFaceOutput {
    at::Tensor
        logits;  ///< [N, classes], scale * cos(theta + margin) at the label, scale * cos(theta) elsewhere
    at::Tensor loss;    ///< scalar, mean cross entropy
    at::Tensor cosine;  ///< [N, classes], detached: argmax is the prediction
};

/// Additive angular margin softmax with class weights arcface.weight [classes, D].
/// Source: Deng et al. 2019. Where theta + margin > pi the logit continues as cos(theta) -
/// margin*sin(margin), so that it stays monotonic; sin(theta) is sqrt(max(1 - cos², 1e-12)), whose gradient
/// is finite at theta = 0.
class ArcFaceHead {
  public:
    ArcFaceHead(const ArcFaceOptions& options, std::uint64_t seed);

    const ArcFaceOptions& options() const { return options_; }
    /// Shapes: mu [N,D] unit rows, labels [N] int64 in [0, classes).
    /// Throws: Error(Shape) for sizes, Error(Data) naming a label out of range.
    ArcFaceOutput forward(const at::Tensor& mu, const at::Tensor& labels);

    void to(const c10::Device& device) { set_.to(device); }
    void to(at::ScalarType type) { set_.to(type); }
    NamedTensors parameters() const { return set_.parameters(); }
    NamedTensors namedTensors() const { return parameters(); }
    void load(const TensorMap& tensors) { copyTensors(set_.all(), tensors, "ArcFace classifier"); }

  private:
    at::Tensor withMargin(const at::Tensor& cosine) const;

    ArcFaceOptions options_;
    detail::ParameterSet set_;
    at::Tensor weight_;
};

}  // namespace pf
