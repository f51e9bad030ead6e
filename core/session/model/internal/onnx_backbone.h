// Any network exported as ONNX, used as a frozen backbone through OpenCV.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/nn/backbones/exported_backbone.h"

namespace pf {

/// Outputs may be of the graph or any value inside it. Chosen are: as the embedding the smallest of the
/// graph's outputs with a row of values per image; as the features the largest other one with more than a
/// value per image, or the embedding when there is none.
struct OnnxBackboneOptions : ExportedNetworkOptions {
    bool isGivenPixels =
        false;  ///< images hold 0 to 255 (mean 0, deviation 1), as a graph of uint8 takes them
};

/// Computes on the CPU whatever the device: images and results are copied there and back. mu is normalised
/// here; which outputs were taken, and that the embedding stands in for missing features, is said in notes().
class OnnxBackbone final : public ExportedBackbone {
  public:
    /// Throws: Error(Io) when the file is missing; Error(Data) naming file and reason when OpenCV cannot
    /// import or run it, or its outputs are no embedding; Error(Config) for an output that does not exist or
    /// an input size other than the file's.
    OnnxBackbone(const OnnxBackboneOptions& options, const c10::Device& device);
    ~OnnxBackbone() override;

    BackboneKind kind() const override { return BackboneKind::Onnx; }
    BackboneOutput forward(const at::Tensor& images) override;
    /// Where the graph makes unit vectors: the lengths that it gives beside them, else those of mu.
    at::Tensor embeddingNorms(const at::Tensor& images) override;
    /// None: the graph is OpenCV's.
    NamedTensors namedTensors() const override { return {}; }
    /// Of the file as it was opened and of the outputs that are taken.
    std::string sha256() const override;
    void to(const c10::Device& device) override;
    std::vector<std::string> notes() const override;
    std::vector<std::string> outputs() const override;
    /// The value of the graph that is taken as mu, by name.
    const std::string& embeddingOutput() const;
    /// The one that feeds the head; empty when the embedding does.
    std::string featureOutput() const;

  private:
    const ExportedNetwork& network() const override;

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
