#include "core/nn/uncertainty_head.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/nn/parameter_set.h"

namespace pf {

void HeadOptions::check() const {
    const auto checkSize = [](std::int64_t value, const char* name) {
        if (value < 1 || value > (std::int64_t{1} << 24)) {
            throw Error(ErrorCode::Config,
                        c10::str("the head's ", name, " is ", value, "; it must be 1 to 16777216"));
        }
    };
    checkSize(inputSize, "input size");
    checkSize(hiddenSize, "hidden size");
    checkSize(sigmaSize, "sigma size");
    if (!(bnDecay >= 0.0 && bnDecay < 1.0)) {
        throw Error(ErrorCode::Config,
                    c10::str("the head's BN decay is ", bnDecay, "; it must be in [0, 1)"));
    }
    if (!(bnEpsilon > 0.0 && bnEpsilon < 1.0)) {
        throw Error(ErrorCode::Config,
                    c10::str("the head's BN epsilon is ", bnEpsilon, "; it must be in (0, 1)"));
    }
    if (!std::isfinite(gamma0) || !std::isfinite(beta0.value_or(0.0))) {
        throw Error(ErrorCode::Config, "the head's initial gamma and beta must be finite numbers");
    }
}

struct UncertaintyHead::Impl {
    HeadOptions options;
    bool training = true;
    detail::ParameterSet set;
    at::Tensor fc1, bn1Weight, bn1Bias, fc2, gamma, beta;
    at::Tensor bn1Mean, bn1Var, bn2Mean, bn2Var;

    Impl(const HeadOptions& headOptions, std::uint64_t seed) : options(headOptions) {
        options.check();
        const std::int64_t hidden = options.hiddenSize;
        const std::int64_t sigma = options.sigmaSize;
        const double offset = options.beta0.value_or(sigma == 1 ? -1.0 : -7.0);
        options.beta0 = offset;
        fc1 = set.addXavier("head.fc1.weight", {hidden, options.inputSize}, seed);
        bn1Weight = set.addParameter("head.bn1.weight", at::ones({hidden}));
        bn1Bias = set.addParameter("head.bn1.bias", at::zeros({hidden}));
        fc2 = set.addXavier("head.fc2.weight", {sigma, hidden}, seed);
        gamma = set.addParameter("head.gamma", at::full({1}, options.gamma0));
        beta = set.addParameter("head.beta", at::full({1}, offset));
        bn1Mean = set.addBuffer("head.bn1.running_mean", at::zeros({hidden}));
        bn1Var = set.addBuffer("head.bn1.running_var", at::ones({hidden}));
        bn2Mean = set.addBuffer("head.bn2.running_mean", at::zeros({sigma}));
        bn2Var = set.addBuffer("head.bn2.running_var", at::ones({sigma}));
    }

    at::Tensor forward(const at::Tensor& features) const {
        // PyTorch's momentum is the share of the new value.
        const double momentum = 1.0 - options.bnDecay;
        const double epsilon = options.bnEpsilon;
        at::Tensor x = at::linear(features, fc1);
        x = at::batch_norm(x, bn1Weight, bn1Bias, bn1Mean, bn1Var, training, momentum, epsilon, false)
                .relu_();
        x = at::linear(x, fc2);
        x = at::batch_norm(x, {}, {}, bn2Mean, bn2Var, training, momentum, epsilon, false);
        return at::log((x * gamma + beta).exp() + 1e-6);
    }
};

UncertaintyHead::UncertaintyHead(const HeadOptions& options, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(options, seed)) {}
UncertaintyHead::~UncertaintyHead() = default;
UncertaintyHead::UncertaintyHead(UncertaintyHead&&) noexcept = default;
UncertaintyHead& UncertaintyHead::operator=(UncertaintyHead&&) noexcept = default;

const HeadOptions& UncertaintyHead::options() const {
    return impl_->options;
}

at::Tensor UncertaintyHead::forward(const at::Tensor& features) {
    if (features.dim() != 2 || features.size(1) != impl_->options.inputSize) {
        throw Error(ErrorCode::Shape,
                    c10::str("the uncertainty head was given features of shape ", features.sizes(),
                             "; it takes [N, ", impl_->options.inputSize, "]"));
    }
    if (features.size(0) < (impl_->training ? 2 : 1)) {
        throw Error(ErrorCode::Shape,
                    c10::str("the uncertainty head was given ", features.size(0),
                             " faces; batch statistics need at least 2 when training, 1 otherwise"));
    }
    return impl_->forward(features);
}

void UncertaintyHead::train(bool on) {
    impl_->training = on;
}

bool UncertaintyHead::isTraining() const {
    return impl_->training;
}

void UncertaintyHead::to(const c10::Device& device) {
    impl_->set.to(device);
}

void UncertaintyHead::to(at::ScalarType type) {
    impl_->set.to(type);
}

NamedTensors UncertaintyHead::namedTensors() const {
    return impl_->set.all();
}

NamedTensors UncertaintyHead::parameters() const {
    return impl_->set.parameters();
}

std::vector<at::Tensor> UncertaintyHead::weightsForDecay() const {
    return {impl_->fc1, impl_->fc2};
}

void UncertaintyHead::load(const TensorMap& tensors) {
    copyTensors(namedTensors(), tensors, "uncertainty head");
}

HeadOptions UncertaintyHead::optionsFromTensors(const TensorMap& tensors) {
    const auto first = tensors.find("head.fc1.weight");
    const auto second = tensors.find("head.fc2.weight");
    if (first == tensors.end() || second == tensors.end() || first->second.dim() != 2 ||
        second->second.dim() != 2 || second->second.size(1) != first->second.size(0)) {
        throw Error(
            ErrorCode::Data,
            "no uncertainty head found: head.fc1.weight [H, I] and head.fc2.weight [S, H] are needed");
    }
    HeadOptions options;
    options.inputSize = first->second.size(1);
    options.hiddenSize = first->second.size(0);
    options.sigmaSize = second->second.size(0);
    return options;
}

}  // namespace pf
