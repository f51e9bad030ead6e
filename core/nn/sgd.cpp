#include "core/nn/sgd.h"

#include <torch/torch.h>

namespace pf {

Sgd::Sgd(NamedTensors parameters, double momentum) : parameters_(std::move(parameters)), momentum_(momentum) {
    for (const auto& [name, parameter] : parameters_) {
        velocities_.emplace_back("momentum." + name, at::zeros_like(parameter.detach()));
    }
}

void Sgd::zeroGrad() {
    for (auto& [name, parameter] : parameters_) {
        parameter.mutable_grad().reset();
    }
}

bool Sgd::gradientsFinite() const {
    const torch::NoGradGuard noGrad;
    at::Tensor finite;
    for (const auto& [name, parameter] : parameters_) {
        if (parameter.grad().defined()) {
            const at::Tensor one = parameter.grad().isfinite().all();
            finite = finite.defined() ? finite.logical_and(one) : one;
        }
    }
    return !finite.defined() || finite.item<bool>();
}

void Sgd::step(double learningRate) {
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        at::Tensor& parameter = parameters_[i].second;
        at::Tensor& velocity = velocities_[i].second;
        velocity.mul_(momentum_);
        if (parameter.grad().defined()) {
            velocity.add_(parameter.grad());
        }
        parameter.sub_(velocity, learningRate);
    }
}

}  // namespace pf
