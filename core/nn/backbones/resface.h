// ResFace20/36/64: the residual face networks of the reference, at any width and input size.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/nn/backbones/backbone.h"
#include "core/nn/parameter_set.h"

namespace pf {

struct ResFaceOptions {
    int depth = 64;      ///< 20, 36 or 64: blocks (1,2,4,1), (2,4,8,2) or (3,8,16,3)
    double width = 1.0;  ///< channels are round(width * (64,128,256,512))
    std::int64_t inputHeight = 96;
    std::int64_t inputWidth = 96;
    std::int64_t embeddingSize = 256;
    bool multiLayer =
        false;  ///< features = flatten(conv4) followed by GAP of conv1..conv4 (the paper's ProbFace)
    bool tfSamePadding =
        false;  ///< pad stride-2 convolutions as TensorFlow does: (0,1) on even sizes, not (1,1)
    double bnDecay = 0.995;
    double bnEpsilon = 1e-3;

    /// Throws: Error(Config) naming the option and its range.
    void check() const;
    bool operator==(const ResFaceOptions&) const = default;
};

/// Residual blocks of each of the four stages.
std::array<int, 4> resFaceBlocks(int depth);
/// Channels of each stage at width 1.
inline constexpr std::array<std::int64_t, 4> kResFaceChannels{64, 128, 256, 512};
std::int64_t resFaceChannels(double width, std::size_t stage);
/// A side of the last map: the input's after four halvings, each rounded up.
std::int64_t resFaceLastSide(std::int64_t inputSide);

/// Four stages of conv3x3/2 + BN + ReLU and residual blocks x + relu(bn(conv(relu(bn(conv(x)))))), then
/// flatten -> linear without bias -> BN -> L2 normalise.
/// Source: docs/science.md, "Model"; 20 and 36 use SphereFace's block counts. Features are flattened channel
/// first (C,H,W); an importer of TensorFlow weights permutes the linear layers from (H,W,C).
class ResFace final : public Backbone {
  public:
    /// Xavier-uniform weights drawn from `seed`.
    ResFace(const ResFaceOptions& options, std::uint64_t seed);

    const ResFaceOptions& options() const { return options_; }
    BackboneKind kind() const override { return BackboneKind::Native; }

    /// Frozen: running statistics, no gradient.
    BackboneOutput forward(const at::Tensor& images) override;
    /// Of what the last BN gives.
    at::Tensor embeddingNorms(const at::Tensor& images) override;
    /// For pretraining: batch statistics (the running ones are updated), gradients recorded. B >= 2.
    BackboneOutput forwardTraining(const at::Tensor& images) { return run(images, true); }

    std::int64_t embeddingSize() const override { return options_.embeddingSize; }
    std::int64_t featureSize() const override;
    std::int64_t inputHeight() const override { return options_.inputHeight; }
    std::int64_t inputWidth() const override { return options_.inputWidth; }
    /// backbone.stage1.conv.weight, backbone.stage1.bn.weight, backbone.stage1.block1.conv1.weight ...
    /// backbone.fc.weight, backbone.fc_bn.*, then the running statistics.
    NamedTensors namedTensors() const override { return set_.all(); }
    /// The trainable tensors (training updates them in place).
    NamedTensors parameters() const { return set_.parameters(); }
    void to(const c10::Device& device) override { set_.to(device); }
    void to(at::ScalarType type) { set_.to(type); }
    std::string description() const override;

    /// Copies tensors of these names in place. Throws: Error(Shape) naming the tensor and both shapes.
    void load(const TensorMap& tensors) { copyTensors(namedTensors(), tensors, "backbone"); }

  private:
    struct BatchNorm {
        at::Tensor weight, bias, mean, variance;
    };
    struct ConvBn {
        at::Tensor conv;
        BatchNorm bn;
    };
    struct Block {
        ConvBn first, second;
    };
    struct Stage {
        ConvBn entry;
        std::vector<Block> blocks;
    };

    BatchNorm addBn(const std::string& name, std::int64_t channels);
    ConvBn addConvBn(const std::string& conv, const std::string& bn, std::int64_t in, std::int64_t out,
                     std::uint64_t seed);
    at::Tensor normalised(const at::Tensor& x, const BatchNorm& bn, bool training) const;
    at::Tensor entryConvolution(const at::Tensor& x, const at::Tensor& weight) const;
    BackboneOutput run(const at::Tensor& images, bool training) const;

    ResFaceOptions options_;
    detail::ParameterSet set_;
    std::array<Stage, 4> stages_;
    at::Tensor fc_;
    BatchNorm fcBn_;
};

}  // namespace pf
