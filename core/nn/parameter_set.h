// Owns named tensors: trainable ones first, then buffers.
#pragma once

#include "core/nn/named_tensors.h"

namespace pf::detail {

/// Handles given out stay valid when the set moves to another device or type.
class ParameterSet {
  public:
    /// Adds a trainable tensor; returns the handle to compute with.
    at::Tensor addParameter(const std::string& name, at::Tensor initial);
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
