// Any network exported as ONNX, used as a frozen backbone through OpenCV.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/nn/backbones/backbone.h"

namespace pf {

struct OnnxBackboneOptions {
    std::filesystem::path file;
    std::int64_t inputHeight = 112;
    std::int64_t inputWidth = 112;
    /// Of the graph, or of any value inside it. Empty: of the graph's outputs, the smallest one with a row of
    /// values per image.
    std::string embeddingOutput;
    /// Empty: the graph's largest other output with more than a value per image, or the embedding when there
    /// is none.
    std::string featureOutput;
    bool isGivenPixels =
        false;  ///< images hold 0 to 255 (mean 0, deviation 1), as a graph of uint8 takes them
};

/// Computes on the CPU whatever the device: images and results are copied there and back. mu is normalised
/// here; which outputs were taken, and that the embedding stands in for missing features, is said in notes().
class OnnxBackbone final : public Backbone {
  public:
    /// Throws: Error(Io) when the file is missing; Error(Data) naming file and reason when OpenCV cannot
    /// import or run it, or its outputs are no embedding; Error(Config) for an output that does not exist or
    /// an input size other than the file's.
    OnnxBackbone(const OnnxBackboneOptions& options, const c10::Device& device);
    ~OnnxBackbone() override;

    BackboneOutput forward(const at::Tensor& images) override;
    /// Where the graph makes unit vectors: the lengths that it gives beside them, else those of mu.
    at::Tensor embeddingNorms(const at::Tensor& images) override;
    std::int64_t embeddingSize() const override;
    std::int64_t featureSize() const override;
    std::int64_t inputHeight() const override;
    std::int64_t inputWidth() const override;
    /// None: the graph is OpenCV's.
    NamedTensors namedTensors() const override { return {}; }
    /// Of the file as it was opened and of the outputs that are taken.
    std::string sha256() const override;
    void to(const c10::Device& device) override;
    std::string description() const override;
    std::vector<std::string> notes() const override;
    /// As TorchScriptBackbone's; a graph that takes one image at a time is judged by its operators alone.
    const std::string& unsteadiness() const;
    std::vector<std::string> outputs() const override;
    /// The value of the graph that is taken as mu, by name.
    const std::string& embeddingOutput() const;
    /// The one that feeds the head; empty when the embedding does.
    std::string featureOutput() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
