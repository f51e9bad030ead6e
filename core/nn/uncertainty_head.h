// The trainable head: backbone features -> log sigma².
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/parameter_set.h"

namespace pf {

struct HeadOptions {
    std::int64_t inputSize = 0;
    std::int64_t hiddenSize = 256;
    std::int64_t sigmaSize = 1;     ///< 1, or the embedding's size for PFE
    double gamma0 = 0.1;            ///< initial slope of the last scaling
    std::optional<double> beta0{};  ///< initial offset; when empty -1 for sigmaSize 1 and -7 otherwise
    double bnDecay = 0.995;         ///< running = decay * running + (1 - decay) * batch
    double bnEpsilon = 1e-3;

    /// Throws: Error(Config) naming the option and its range.
    void check() const;
};

/// FC (no bias) -> BN -> ReLU -> FC (no bias) -> BN without affine -> gamma*x + beta -> log(1e-6 + exp(.)).
/// Source: ProbFace section 3.1 and its reference code. The running variance averages the unbiased batch
/// variance, as PyTorch and TensorFlow's fused kernel do (TensorFlow's unfused kernel averages the biased
/// one: a factor N/(N-1)).
class UncertaintyHead {
  public:
    /// Xavier-uniform weights drawn from `seed`. Determinism: the same weights for a seed on every CPU.
    /// Throws: Error(Config) for options out of range.
    UncertaintyHead(const HeadOptions& options, std::uint64_t seed);

    const HeadOptions& options() const { return options_; }

    /// log sigma² of features, range (log 1e-6, inf).
    /// Shapes: features [N, inputSize] in the head's type and device -> [N, sigmaSize].
    /// In training mode BN uses the batch's statistics and updates the running ones (N >= 2).
    /// Throws: Error(Shape) naming both sizes.
    at::Tensor forward(const at::Tensor& features);

    void train(bool on = true) { training_ = on; }
    void eval() { train(false); }
    bool isTraining() const { return training_; }

    /// Moves to a device and floating type, keeping every handle given out before valid.
    void to(const c10::Device& device) { set_.to(device); }
    void to(at::ScalarType type) { set_.to(type); }

    /// Parameters then buffers: head.fc1.weight [H,I], head.bn1.weight, head.bn1.bias, head.fc2.weight [S,H],
    /// head.gamma, head.beta, head.bn1.running_mean, head.bn1.running_var, head.bn2.running_mean,
    /// head.bn2.running_var.
    NamedTensors namedTensors() const { return set_.all(); }
    /// The trainable tensors, in the order of namedTensors().
    NamedTensors parameters() const { return set_.parameters(); }
    /// Both FC weights: what the `regu` term decays.
    std::vector<at::Tensor> weightsForDecay() const { return {fc1_, fc2_}; }

    /// Copies tensors of these names in place. Throws: Error(Shape) naming the tensor and both shapes.
    void load(const TensorMap& tensors) { copyTensors(namedTensors(), tensors, "uncertainty head"); }

    /// The options a weight file's shapes imply (sizes only). Throws: Error(Data) when it holds no head.
    static HeadOptions optionsFromTensors(const TensorMap& tensors);

  private:
    HeadOptions options_;
    bool training_ = true;
    detail::ParameterSet set_;
    at::Tensor fc1_, bn1Weight_, bn1Bias_, fc2_, gamma_, beta_;
    at::Tensor bn1Mean_, bn1Var_, bn2Mean_, bn2Var_;
};

}  // namespace pf
