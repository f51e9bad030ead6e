#include "core/nn/losses/arcface.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/nn/parameter_set.h"

namespace pf {

void ArcFaceOptions::check() const {
    if (classes < 2 || embeddingSize < 2) {
        throw Error(ErrorCode::Config, c10::str("ArcFace has ", classes, " classes of ", embeddingSize,
                                                " dimensions; at least 2 of each are needed"));
    }
    if (!(scale > 0.0 && scale <= 1e4)) {
        throw Error(ErrorCode::Config,
                    c10::str("the ArcFace scale is ", scale, "; it must be in (0, 10000]"));
    }
    if (!(margin >= 0.0 && margin < std::acos(-1.0) / 2.0)) {
        throw Error(ErrorCode::Config,
                    c10::str("the ArcFace margin is ", margin, "; it must be in [0, pi/2) radians"));
    }
}

struct ArcFaceHead::Impl {
    ArcFaceOptions options;
    detail::ParameterSet set;
    at::Tensor weight;

    Impl(const ArcFaceOptions& arcFaceOptions, std::uint64_t seed) : options(arcFaceOptions) {
        options.check();
        weight = set.addXavier("arcface.weight", {options.classes, options.embeddingSize}, seed);
    }

    /// cos(theta + margin), continued linearly where theta + margin would pass pi.
    at::Tensor withMargin(const at::Tensor& cosine) const {
        const double cosMargin = std::cos(options.margin);
        const double sinMargin = std::sin(options.margin);
        const at::Tensor sine = (1.0 - cosine.square()).clamp_min(1e-12).sqrt();
        return at::where(cosine > -cosMargin, cosine * cosMargin - sine * sinMargin,
                         cosine - options.margin * sinMargin);
    }
};

ArcFaceHead::ArcFaceHead(const ArcFaceOptions& options, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(options, seed)) {}
ArcFaceHead::~ArcFaceHead() = default;
ArcFaceHead::ArcFaceHead(ArcFaceHead&&) noexcept = default;
ArcFaceHead& ArcFaceHead::operator=(ArcFaceHead&&) noexcept = default;

const ArcFaceOptions& ArcFaceHead::options() const {
    return impl_->options;
}

ArcFaceOutput ArcFaceHead::forward(const at::Tensor& mu, const at::Tensor& labels) {
    const ArcFaceOptions& options = impl_->options;
    if (mu.dim() != 2 || mu.size(1) != options.embeddingSize || labels.dim() != 1 ||
        labels.size(0) != mu.size(0) || mu.size(0) < 1 || labels.scalar_type() != at::kLong) {
        throw Error(ErrorCode::Shape, c10::str("ArcFace was given mu ", mu.sizes(), " and labels ",
                                               labels.sizes(), " (", labels.scalar_type(), "); it takes [N, ",
                                               options.embeddingSize, "] and [N] 64-bit integers"));
    }
    const std::int64_t lowest = labels.min().item<std::int64_t>();
    const std::int64_t highest = labels.max().item<std::int64_t>();
    if (lowest < 0 || highest >= options.classes) {
        throw Error(ErrorCode::Data, c10::str("label ", lowest < 0 ? lowest : highest, " is outside the ",
                                              options.classes, " classes of ArcFace"));
    }
    const at::Tensor& weight = impl_->weight;
    const at::Tensor unitWeight = weight / weight.norm(2, {1}, true).clamp_min(1e-12);
    const at::Tensor cosine = at::linear(mu, unitWeight);
    const at::Tensor column = labels.to(mu.device()).unsqueeze(1);
    const at::Tensor target = impl_->withMargin(cosine.gather(1, column));
    const at::Tensor logits = cosine.scatter(1, column, target) * options.scale;
    const at::Tensor loss = -at::log_softmax(logits, 1).gather(1, column).mean();
    return {logits, loss, cosine.detach()};
}

void ArcFaceHead::to(const c10::Device& device) {
    impl_->set.to(device);
}

void ArcFaceHead::to(at::ScalarType type) {
    impl_->set.to(type);
}

NamedTensors ArcFaceHead::parameters() const {
    return impl_->set.parameters();
}

void ArcFaceHead::load(const TensorMap& tensors) {
    copyTensors(impl_->set.all(), tensors, "ArcFace classifier");
}

}  // namespace pf
