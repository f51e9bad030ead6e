#include "core/nn/uncertainty_head.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"

namespace pf {

void HeadOptions::check() const {
    const auto checkSize = [](std::int64_t value, const char* name) {
        refuseIf(value < 1 || value > (std::int64_t{1} << 24), ErrorCode::Config, "the head's ", name, " is ",
                 value, "; it must be 1 to 16777216");
    };
    checkSize(inputSize, "input size");
    checkSize(hiddenSize, "hidden size");
    checkSize(sigmaSize, "sigma size");
    refuseIf(!(bnDecay >= 0.0 && bnDecay < 1.0), ErrorCode::Config, "the head's BN decay is ", bnDecay,
             "; it must be in [0, 1)");
    refuseIf(!(bnEpsilon > 0.0 && bnEpsilon < 1.0), ErrorCode::Config, "the head's BN epsilon is ", bnEpsilon,
             "; it must be in (0, 1)");
    throwIf(!std::isfinite(gamma0) || !std::isfinite(beta0.value_or(0.0)), ErrorCode::Config,
            "the head's initial gamma and beta must be finite numbers");
}

UncertaintyHead::UncertaintyHead(const HeadOptions& options, std::uint64_t seed) : options_(options) {
    options_.check();
    const std::int64_t hidden = options_.hiddenSize;
    const std::int64_t sigma = options_.sigmaSize;
    const double offset = options_.beta0.value_or(sigma == 1 ? -1.0 : -7.0);
    options_.beta0 = offset;
    fc1_ = set_.addXavier("head.fc1.weight", {hidden, options_.inputSize}, seed);
    bn1Weight_ = set_.addParameter("head.bn1.weight", at::ones({hidden}));
    bn1Bias_ = set_.addParameter("head.bn1.bias", at::zeros({hidden}));
    fc2_ = set_.addXavier("head.fc2.weight", {sigma, hidden}, seed);
    gamma_ = set_.addParameter("head.gamma", at::full({1}, options_.gamma0));
    beta_ = set_.addParameter("head.beta", at::full({1}, offset));
    bn1Mean_ = set_.addBuffer("head.bn1.running_mean", at::zeros({hidden}));
    bn1Var_ = set_.addBuffer("head.bn1.running_var", at::ones({hidden}));
    bn2Mean_ = set_.addBuffer("head.bn2.running_mean", at::zeros({sigma}));
    bn2Var_ = set_.addBuffer("head.bn2.running_var", at::ones({sigma}));
}

at::Tensor UncertaintyHead::forward(const at::Tensor& features) {
    refuseIf(features.dim() != 2 || features.size(1) != options_.inputSize, ErrorCode::Shape,
             "the uncertainty head was given features of shape ", features.sizes(), "; it takes [N, ",
             options_.inputSize, "]");
    refuseIf(features.size(0) < (training_ ? 2 : 1), ErrorCode::Shape, "the uncertainty head was given ",
             features.size(0), " faces; batch statistics need at least 2 when training, 1 otherwise");
    // PyTorch's momentum is the share of the new value.
    const double momentum = 1.0 - options_.bnDecay;
    const double epsilon = options_.bnEpsilon;
    at::Tensor x = at::linear(features, fc1_);
    x = at::batch_norm(x, bn1Weight_, bn1Bias_, bn1Mean_, bn1Var_, training_, momentum, epsilon, false)
            .relu_();
    x = at::linear(x, fc2_);
    x = at::batch_norm(x, {}, {}, bn2Mean_, bn2Var_, training_, momentum, epsilon, false);
    return at::log((x * gamma_ + beta_).exp() + 1e-6);
}

HeadOptions UncertaintyHead::optionsFromTensors(const TensorMap& tensors) {
    const auto first = tensors.find("head.fc1.weight");
    const auto second = tensors.find("head.fc2.weight");
    throwIf(first == tensors.end() || second == tensors.end() || first->second.dim() != 2 ||
                second->second.dim() != 2 || second->second.size(1) != first->second.size(0),
            ErrorCode::Data,
            "no uncertainty head found: head.fc1.weight [H, I] and head.fc2.weight [S, H] are needed");
    HeadOptions options;
    options.inputSize = first->second.size(1);
    options.hiddenSize = first->second.size(0);
    options.sigmaSize = second->second.size(0);
    return options;
}

}  // namespace pf
