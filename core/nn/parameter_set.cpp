#include "core/nn/parameter_set.h"

#include <torch/torch.h>

namespace pf::detail {

at::Tensor ParameterSet::addParameter(const std::string& name, at::Tensor initial) {
    initial.requires_grad_(true);
    parameters_.emplace_back(name, initial);
    return initial;
}

at::Tensor ParameterSet::addBuffer(const std::string& name, at::Tensor initial) {
    buffers_.emplace_back(name, initial);
    return initial;
}

NamedTensors ParameterSet::all() const {
    NamedTensors result = parameters_;
    result.insert(result.end(), buffers_.begin(), buffers_.end());
    return result;
}

void ParameterSet::to(const c10::Device& device) {
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : all()) {
        tensor.set_data(tensor.to(device));
    }
}

void ParameterSet::to(at::ScalarType type) {
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : all()) {
        tensor.set_data(tensor.to(type));
    }
}

}  // namespace pf::detail
