// What networks have in common that somebody exported as a file: TorchScript and ONNX.
#pragma once

#include <filesystem>
#include <string>

#include <c10/core/Device.h>

#include "core/nn/backbones/backbone.h"

namespace pf {

struct ExportedNetworkOptions {
    std::filesystem::path file;
    std::int64_t inputHeight = 112;
    std::int64_t inputWidth = 112;
    /// Names or places of the outputs that are taken; empty: chosen.
    std::string embeddingOutput = {};
    std::string featureOutput = {};
};

/// What opening one found out.
struct ExportedNetwork {
    ExportedNetworkOptions options;
    c10::Device device;
    std::int64_t embeddingSize = 0;
    std::int64_t featureSize = 0;
    std::string unsteady = {};  ///< see Backbone::unsteadiness

    std::string where() const { return options.file.string(); }
    /// Throws: Error(Shape) unless images are [B, 3, H, W] of the input's size.
    void requireImages(const at::Tensor& images) const;
    /// Throws: Error(Shape) when the network gave other sizes than on its trial.
    void requireSizes(const BackboneOutput& output, const at::Tensor& images) const;
};

class ExportedBackbone : public Backbone {
  public:
    std::int64_t embeddingSize() const override { return network().embeddingSize; }
    std::int64_t featureSize() const override { return network().featureSize; }
    std::int64_t inputHeight() const override { return network().options.inputHeight; }
    std::int64_t inputWidth() const override { return network().options.inputWidth; }
    std::string description() const override;
    std::string unsteadiness() const override { return network().unsteady; }

  private:
    virtual const ExportedNetwork& network() const = 0;
};

}  // namespace pf
