// Any network exported as TorchScript, used as a frozen backbone.
#pragma once

#include <filesystem>
#include <memory>

#include "core/nn/backbone.h"

namespace pf {

struct TorchScriptOptions {
    std::filesystem::path file;
    std::int64_t inputHeight = 112;
    std::int64_t inputWidth = 112;
    /// Freeze, fold BN into the convolutions and let the CPU back end choose its layouts; results equal the
    /// plain module within float rounding. Off: run the module as it was saved.
    bool optimise = true;
};

/// A module returning mu or (mu, features); sizes are probed with a zero batch. mu is normalised here when
/// the module does not do it (said in notes()). With mu alone the head's input is mu (said in notes()). A
/// TorchScript file is a program: opening one runs its code, so callers tell the user before they open a
/// foreign file.
class TorchScriptBackbone final : public Backbone {
  public:
    /// Throws: Error(Io) when the file is missing; Error(Data) naming file and reason when it is not
    /// TorchScript, fails on a zero batch of the given size, or returns something else than [B,D] or ([B,D],
    /// [B,...]).
    TorchScriptBackbone(const TorchScriptOptions& options, const c10::Device& device);
    ~TorchScriptBackbone() override;

    BackboneOutput forward(const at::Tensor& images) override;
    at::Tensor embeddingNorms(const at::Tensor& images) override;
    std::int64_t embeddingSize() const override;
    std::int64_t featureSize() const override;
    std::int64_t inputHeight() const override;
    std::int64_t inputWidth() const override;
    /// Parameters and buffers of the file as saved.
    NamedTensors namedTensors() const override;
    /// A frozen program has its weights among its constants: then it is the file's, as it was when opened.
    std::string sha256() const override;
    void to(const c10::Device& device) override;
    std::string description() const override;
    std::vector<std::string> notes() const override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
