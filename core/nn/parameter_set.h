// Owns named tensors: trainable ones first, then buffers.
#pragma once

#include "core/nn/named_tensors.h"

namespace pf::detail {

/// Handles given out stay valid when the set moves to another device or type.
class ParameterSet {
  public:
    ParameterSet() = default;
    ParameterSet(ParameterSet&&) = default;  // not copied: both would write into the same tensors
    ParameterSet& operator=(ParameterSet&&) = default;

    /// Adds a trainable tensor; returns the handle to compute with.
    at::Tensor addParameter(const std::string& name, at::Tensor initial);
    /// Adds a float weight, drawn row by row from the stream (seed, name), uniformly in ±sqrt(6 / (fanIn +
    /// fanOut)): it does not depend on LibTorch's version. Shapes: [out, in] or [out, in, kernel, kernel].
    at::Tensor addXavier(const std::string& name, at::IntArrayRef shape, std::uint64_t seed);
    at::Tensor addBuffer(const std::string& name, at::Tensor initial);

    const NamedTensors& parameters() const { return parameters_; }
    const NamedTensors& buffers() const { return buffers_; }
    NamedTensors all() const;

    void to(const c10::Device& device);
    void to(at::ScalarType type);

  private:
    NamedTensors parameters_;
    NamedTensors buffers_;
};

}  // namespace pf::detail
