// Stochastic gradient descent with momentum, exactly as the reference recipe writes it.
#pragma once

#include "core/nn/named_tensors.h"

namespace pf {

/// v = momentum * v + g; w -= learningRate * v.
/// Determinism: in place and in a fixed order, so a restored state continues bit-identically.
class Sgd {
  public:
    /// `parameters` share storage with their owner; momentum buffers start at zero.
    explicit Sgd(NamedTensors parameters, double momentum = 0.9);

    void zeroGrad();
    /// Whether every gradient is finite. Cost: one transfer from the device.
    bool gradientsFinite() const;
    /// One update; a parameter without a gradient counts as gradient zero.
    void step(double learningRate);

    /// Momentum buffers as "momentum.<parameter name>".
    NamedTensors namedTensors() const { return velocities_; }
    /// Copies tensors of these names in place. Throws: Error(Shape) naming the tensor.
    void load(const TensorMap& tensors) { copyTensors(velocities_, tensors, "optimiser"); }

  private:
    NamedTensors parameters_;
    NamedTensors velocities_;
    double momentum_;
};

}  // namespace pf
