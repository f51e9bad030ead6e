#include "core/nn/losses/arcface.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"

namespace pf {

void ArcFaceOptions::check() const {
    refuseIf(classes < 2 || embeddingSize < 2, ErrorCode::Config, "ArcFace has ", classes, " classes of ",
             embeddingSize, " dimensions; at least 2 of each are needed");
    refuseIf(!(scale > 0.0 && scale <= 1e4), ErrorCode::Config, "the ArcFace scale is ", scale,
             "; it must be in (0, 10000]");
    refuseIf(!(margin >= 0.0 && margin < std::acos(-1.0) / 2.0), ErrorCode::Config, "the ArcFace margin is ",
             margin, "; it must be in [0, pi/2) radians");
}

ArcFaceHead::ArcFaceHead(const ArcFaceOptions& options, std::uint64_t seed) : options_(options) {
    options_.check();
    weight_ = set_.addXavier("arcface.weight", {options_.classes, options_.embeddingSize}, seed);
}

/// cos(theta + margin), continued linearly where theta + margin would pass pi.
at::Tensor ArcFaceHead::withMargin(const at::Tensor& cosine) const {
    const double cosMargin = std::cos(options_.margin);
    const double sinMargin = std::sin(options_.margin);
    const at::Tensor sine = (1.0 - cosine.square()).clamp_min(1e-12).sqrt();
    return at::where(cosine > -cosMargin, cosine * cosMargin - sine * sinMargin,
                     cosine - options_.margin * sinMargin);
}

ArcFaceOutput ArcFaceHead::forward(const at::Tensor& mu, const at::Tensor& labels) {
    refuseIf(mu.dim() != 2 || mu.size(1) != options_.embeddingSize || labels.dim() != 1 ||
                 labels.size(0) != mu.size(0) || mu.size(0) < 1 || labels.scalar_type() != at::kLong,
             ErrorCode::Shape, "ArcFace was given mu ", mu.sizes(), " and labels ", labels.sizes(), " (",
             labels.scalar_type(), "); it takes [N, ", options_.embeddingSize, "] and [N] 64-bit integers");
    const std::int64_t lowest = labels.min().item<std::int64_t>();
    const std::int64_t highest = labels.max().item<std::int64_t>();
    refuseIf(lowest < 0 || highest >= options_.classes, ErrorCode::Data, "label ",
             lowest < 0 ? lowest : highest, " is outside the ", options_.classes, " classes of ArcFace");
    const at::Tensor unitWeight = weight_ / weight_.norm(2, {1}, true).clamp_min(1e-12);
    const at::Tensor cosine = at::linear(mu, unitWeight);
    const at::Tensor column = labels.to(mu.device()).unsqueeze(1);
    const at::Tensor target = withMargin(cosine.gather(1, column));
    const at::Tensor logits = cosine.scatter(1, column, target) * options_.scale;
    const at::Tensor loss = -at::log_softmax(logits, 1).gather(1, column).mean();
    return {logits, loss, cosine.detach()};
}

}  // namespace pf
