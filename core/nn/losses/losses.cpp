#include "core/nn/losses/losses.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"

namespace pf {
namespace {

void checkNotNegative(double value, const std::string& name) {
    refuseIf(!std::isfinite(value) || value < 0.0, ErrorCode::Config, name, " is ", value,
             "; it must be a finite number of at least 0");
}

void checkMatrix(const at::Tensor& matrix, const at::Tensor& mask) {
    refuseIf(matrix.sizes() != mask.sizes(), ErrorCode::Shape, "the pair matrix has shape ", matrix.sizes(),
             " but the labels make ", mask.sizes());
}

at::Tensor equalRows(const at::Tensor& values) {
    return values.unsqueeze(0) == values.unsqueeze(1);
}

/// The pairs of `same` that are of different pictures, and as `positives` asks.
at::Tensor genuinePairs(const at::Tensor& same, const at::Tensor& pictures, Positives positives) {
    const at::Tensor samePicture = equalRows(pictures);
    const at::Tensor different = same.logical_and(samePicture.logical_not());
    if (positives == Positives::DifferentPictures) {
        return different;
    }
    const at::Tensor rows = at::arange(pictures.size(0), at::kLong);
    const at::Tensor oneDraw = (rows.unsqueeze(0) - rows.unsqueeze(1)).abs() == pictures.size(0) / 2;
    return different.logical_or(
        samePicture.logical_and(same).logical_and(oneDraw).logical_and(different.any(1, true)));
}

at::Tensor meanOver(const at::Tensor& values, const at::Tensor& mask, std::int64_t count) {
    checkMatrix(values, mask);
    return at::where(mask, values, at::zeros_like(values)).sum() / static_cast<double>(count);
}

}  // namespace

void LossOptions::check() const {
    checkNotNegative(mls.weight, "the weight of the mls loss");
    checkNotNegative(constraint.weight, "the weight of the output constraint");
    checkNotNegative(discriminate.weight, "the weight of the discriminate loss");
    checkNotNegative(discriminate.margin, "the margin of the discriminate loss");
    checkNotNegative(weightDecay, "the weight decay");
}

PairMasks pairMasks(const at::Tensor& labels, const c10::Device& device, const at::Tensor& pictures,
                    Positives positives) {
    refuseIf(labels.dim() != 1 || !at::isIntegralType(labels.scalar_type(), false), ErrorCode::Shape,
             "labels have shape ", labels.sizes(), " and type ", labels.scalar_type(),
             "; needed is one integer per face");
    const std::int64_t n = labels.size(0);
    if (pictures.defined()) {
        refuseIf(pictures.sizes() != labels.sizes(), ErrorCode::Shape, "there are pictures ",
                 pictures.sizes(), " for labels ", labels.sizes(), "; needed is one for each face");
    }
    const at::Tensor same = equalRows(labels);
    const std::int64_t sameCount = same.sum().item<std::int64_t>();
    at::Tensor positive =
        pictures.defined() ? genuinePairs(same, pictures, positives) : same.clone().fill_diagonal_(false);
    PairMasks masks;
    masks.positiveCount = positive.sum().item<std::int64_t>();
    masks.negativeCount = n * n - sameCount;
    refuseIf(masks.positiveCount == 0, ErrorCode::Data, "no two of the ", n, " faces of the batch ",
             pictures.defined() ? "are different pictures of one person" : "share an identity",
             "; raise the images per identity");
    refuseIf(masks.negativeCount == 0, ErrorCode::Data, "all ", n,
             " faces of the batch share one identity; raise the identities per batch");
    masks.negative = same.logical_not().to(device);
    masks.positive = positive.to(device);
    return masks;
}

at::Tensor mlsLoss(const at::Tensor& negativeMls, const PairMasks& masks) {
    return meanOver(negativeMls, masks.positive, masks.positiveCount);
}

at::Tensor distancePositive(const at::Tensor& distanceTerm, const PairMasks& masks) {
    return meanOver(distanceTerm, masks.positive, masks.positiveCount);
}

at::Tensor distanceNegative(const at::Tensor& distanceTerm, const PairMasks& masks) {
    return meanOver(distanceTerm, masks.negative, masks.negativeCount);
}

at::Tensor tripletSemihardLoss(const at::Tensor& distanceTerm, const PairMasks& masks, double margin) {
    checkMatrix(distanceTerm, masks.positive);
    at::Tensor chosen;
    {
        const torch::NoGradGuard noGrad;
        const at::Tensor negatives =
            at::where(masks.negative, distanceTerm,
                      at::full_like(distanceTerm, std::numeric_limits<double>::infinity()));
        const auto [sorted, order] = negatives.sort(1);
        // The first position whose value is larger than A_ap; behind the last negative the largest one is
        // taken.
        const at::Tensor position = at::searchsorted(sorted, distanceTerm.contiguous(), false, true);
        const at::Tensor last = masks.negative.sum(1, true) - 1;
        chosen = order.gather(1, at::minimum(position, last).clamp_min_(0));
    }
    const at::Tensor hardest = distanceTerm.gather(1, chosen);
    return meanOver((distanceTerm - hardest + margin).clamp_min(0.0), masks.positive, masks.positiveCount);
}

at::Tensor contrastiveLoss(const at::Tensor& distanceTerm, const PairMasks& masks, double margin) {
    return meanOver(distanceTerm, masks.positive, masks.positiveCount) +
           meanOver((margin - distanceTerm).clamp_min(0.0), masks.negative, masks.negativeCount);
}

at::Tensor constraintLoss(const at::Tensor& logSigmaSq, const ConstraintOptions& options) {
    refuseIf(logSigmaSq.dim() != 2 || logSigmaSq.numel() == 0, ErrorCode::Shape, "log sigma² has shape ",
             logSigmaSq.sizes(), "; needed is [N, 1|D]");
    if (options.kind == ConstraintKind::None) {
        return at::zeros({}, logSigmaSq.options());
    }
    const at::Tensor sigmaSq = logSigmaSq.exp();
    const at::Tensor deviation = sigmaSq / sigmaSq.detach().mean() - 1.0;
    const at::Tensor each =
        (options.kind == ConstraintKind::L1 ? deviation.abs() : deviation.square()).mean(1);
    return (options.reduction == Reduction::Sum ? each.sum() : each.mean()) * options.weight;
}

at::Tensor weightDecayLoss(const std::vector<at::Tensor>& weights, double weightDecay,
                           const at::Tensor& like) {
    at::Tensor sum = at::zeros({}, like.options().requires_grad(false));
    for (const at::Tensor& weight : weights) {
        sum = sum + weight.square().sum();
    }
    return sum * (0.5 * weightDecay);
}

std::map<std::string, double> LossTerms::values() const {
    std::vector<at::Tensor> scalars;
    scalars.reserve(terms.size());
    for (const auto& [name, tensor] : terms) {
        scalars.push_back(tensor.reshape({}));
    }
    const at::Tensor numbers = at::stack(scalars).to(at::kDouble).to(at::kCPU);
    std::map<std::string, double> result;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        result[terms[i].first] = numbers[static_cast<std::int64_t>(i)].item<double>();
    }
    return result;
}

LossTerms computeLosses(const at::Tensor& mu, const at::Tensor& logSigmaSq, const at::Tensor& labels,
                        const LossOptions& options, const std::vector<at::Tensor>& headWeights,
                        const at::Tensor& pictures) {
    const PairMatrices pairs = pairMatrices(mu, logSigmaSq);
    const PairMasks masks = pairMasks(labels, mu.device(), pictures, options.positives);
    const at::Tensor mls = mlsLoss(pairs.negativeMls, masks);
    const at::Tensor constraint = constraintLoss(logSigmaSq, options.constraint);
    const at::Tensor decay = weightDecayLoss(headWeights, options.weightDecay, logSigmaSq);

    LossTerms result;
    result.total = mls * options.mls.weight + constraint + decay;
    const auto add = [&result](const char* name, const at::Tensor& value) {
        result.terms.emplace_back(name, value.detach());
    };
    at::Tensor discriminate;
    if (options.discriminate.kind != DiscriminateKind::None) {
        discriminate = options.discriminate.kind == DiscriminateKind::TripletSemihard
                           ? tripletSemihardLoss(pairs.distanceTerm, masks, options.discriminate.margin)
                           : contrastiveLoss(pairs.distanceTerm, masks, options.discriminate.margin);
        result.total = result.total + discriminate * options.discriminate.weight;
    }
    const at::Tensor fixedDistance = pairs.distanceTerm.detach();
    const at::Tensor sigmaSq = logSigmaSq.detach().exp();
    add("a", result.total);
    add("att_neg", distanceNegative(fixedDistance, masks));
    add("att_pos", distancePositive(fixedDistance, masks));
    if (discriminate.defined()) {
        add("atte", discriminate);
    }
    add("mls", mls);
    add("regu", decay);
    if (options.constraint.kind != ConstraintKind::None) {
        add(options.constraint.kind == ConstraintKind::L1 ? "s_L1" : "s_L2", constraint);
    }
    add("s_max", sigmaSq.max());
    add("s_min", sigmaSq.min());
    return result;
}

}  // namespace pf
