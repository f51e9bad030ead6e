#include "core/nn/parameter_set.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/rng.h"

namespace pf::detail {

at::Tensor ParameterSet::addParameter(const std::string& name, at::Tensor initial) {
    initial.requires_grad_(true);
    parameters_.emplace_back(name, initial);
    return initial;
}

at::Tensor ParameterSet::addXavier(const std::string& name, at::IntArrayRef shape, std::uint64_t seed) {
    const at::Tensor weight = at::empty(shape, at::kFloat);
    const std::int64_t kernel = weight.dim() == 4 ? weight.size(2) * weight.size(3) : 1;
    const double bound = std::sqrt(6.0 / static_cast<double>((weight.size(0) + weight.size(1)) * kernel));
    Rng random = Rng::stream(seed, name);
    float* values = weight.data_ptr<float>();
    for (std::int64_t i = 0; i < weight.numel(); ++i) {
        values[i] = static_cast<float>(random.uniform(-bound, bound));
    }
    return addParameter(name, weight);
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
