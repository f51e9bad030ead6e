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
    void requireImages(const at::Tensor& images) const {
        refuseIf(images.dim() != 4 || images.size(0) < 1 || images.size(1) != 3 ||
                     images.size(2) != options.inputHeight || images.size(3) != options.inputWidth,
                 ErrorCode::Shape, "the backbone was given images of shape ", images.sizes(),
                 "; it takes [B, 3, ", options.inputHeight, ", ", options.inputWidth, "]");
    }
    /// Throws: Error(Shape) when the network gave other sizes than on its trial.
    void requireSizes(const BackboneOutput& output, const at::Tensor& images) const {
        if (output.mu.size(1) != embeddingSize || output.features.size(1) != featureSize) {
            throw Error(ErrorCode::Shape,
                        c10::str("gave mu ", output.mu.sizes(), " and features ", output.features.sizes(),
                                 " for images ", images.sizes()),
                        where());
        }
    }
};

class ExportedBackbone : public Backbone {
  public:
    std::int64_t embeddingSize() const override { return network().embeddingSize; }
    std::int64_t featureSize() const override { return network().featureSize; }
    std::int64_t inputHeight() const override { return network().options.inputHeight; }
    std::int64_t inputWidth() const override { return network().options.inputWidth; }
    std::string description() const override {
        return (kind() == BackboneKind::Onnx ? "ONNX " : "TorchScript ") +
               network().options.file.filename().string() + ", " + std::to_string(inputHeight()) + "x" +
               std::to_string(inputWidth()) + " -> " + std::to_string(embeddingSize()) + " (" +
               std::to_string(featureSize()) + " features)";
    }
    std::string unsteadiness() const override { return network().unsteady; }

  private:
    virtual const ExportedNetwork& network() const = 0;
};

}  // namespace pf
