// Any network exported as TorchScript, used as a frozen backbone.
#pragma once

#include <memory>

#include "core/nn/backbones/exported_backbone.h"

namespace pf {

/// How outputs are named or chosen: see chooseOutputs.
struct TorchScriptOptions : ExportedNetworkOptions {
    /// Freeze, fold BN into the convolutions and let the CPU back end choose its layouts, where the results
    /// then equal the plain module's. Off: run the module as it was saved.
    bool optimise = true;
};

/// How a program is to be called, so that an exported model calls it alike.
struct TorchScriptCall {
    std::string mu;        ///< behind its result in TorchScript, to get at mu: "", "[0]" ...
    std::string features;  ///< the same for the features
    bool hasFeatures = false;
    bool singlePrecision = false;  ///< its tensors have to be converted first
};

/// A module of one batch of images that returns mu, a tuple such as (mu, features) or (mu, length), or a dict
/// of tensors; sizes are probed with pictures. mu is normalised here when the module does not do it (said in
/// notes()). With mu alone, or a length beside it, the head's input is mu (said in notes()). Modules in half
/// or double precision run in single precision, those traced for one image at a time get one at a time, those
/// traced on a GPU run where they are asked to, and what LibTorch's optimiser breaks runs as it was saved;
/// each is said in notes(). A TorchScript file is a program: opening one runs its code, so callers tell the
/// user before they open a foreign file.
class TorchScriptBackbone final : public ExportedBackbone {
  public:
    /// Throws: Error(Io) when the file is missing; Error(Data) naming file and reason when it is not
    /// TorchScript, fails on pictures of the given size, or returns no embedding.
    TorchScriptBackbone(const TorchScriptOptions& options, const c10::Device& device);
    ~TorchScriptBackbone() override;

    BackboneKind kind() const override { return BackboneKind::TorchScript; }
    BackboneOutput forward(const at::Tensor& images) override;
    /// Where the module makes unit vectors: the lengths that it returns beside them, else those of mu.
    at::Tensor embeddingNorms(const at::Tensor& images) override;
    /// Parameters and buffers of the file as saved.
    NamedTensors namedTensors() const override;
    /// A frozen program has its weights among its constants: then it is the file's, as it was when opened.
    std::string sha256() const override;
    void to(const c10::Device& device) override;
    std::vector<std::string> notes() const override;
    std::vector<std::string> outputs() const override;
    TorchScriptCall call() const;

  private:
    const ExportedNetwork& network() const override;

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
