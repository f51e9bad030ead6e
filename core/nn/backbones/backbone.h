// What the rest of the engine needs of a frozen face network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/named_tensors.h"

namespace pf {

struct BackboneOutput {
    at::Tensor mu;        ///< [B,D], unit rows
    at::Tensor features;  ///< [B,F], flattened input of the uncertainty head
};

/// What a network's file is, which decides what it can be exported to.
enum class BackboneKind { Native, TorchScript, Onnx };

/// A pretrained network used frozen: BN in inference mode, no gradient.
class Backbone {
  public:
    virtual ~Backbone() = default;

    virtual BackboneKind kind() const = 0;

    /// Shapes: images [B,3,H,W] float32 on the backbone's device, already normalised, B >= 1.
    /// Throws: Error(Shape) naming the expected and given sizes; Error(Numeric) never: the caller checks
    /// finiteness.
    virtual BackboneOutput forward(const at::Tensor& images) = 0;

    /// Lengths [B] of the embeddings before they are made unit vectors, for looking at; those of mu where the
    /// network itself makes them. Cost: a pass of the images. Throws: as forward.
    virtual at::Tensor embeddingNorms(const at::Tensor& images) { return forward(images).mu.norm(2, {1}); }

    virtual std::int64_t embeddingSize() const = 0;
    virtual std::int64_t featureSize() const = 0;
    virtual std::int64_t inputHeight() const = 0;
    virtual std::int64_t inputWidth() const = 0;
    /// Parameters and buffers, for saving and hashing; empty where the file keeps them to itself.
    virtual NamedTensors namedTensors() const = 0;
    /// Changes when the network does: SHA-256 of its tensors, or of its file where it shows none.
    virtual std::string sha256() const { return tensorsSha256(namedTensors()); }
    virtual void to(const c10::Device& device) = 0;
    /// One line: architecture and sizes.
    virtual std::string description() const = 0;
    /// What the user should know about how it was adapted (may be empty).
    virtual std::vector<std::string> notes() const { return {}; }
    /// Why the same picture does not always have the same mu and features, with cause and cure ("gives ...");
    /// empty when it has. Cost: none, opening the network found that out.
    virtual std::string unsteadiness() const { return {}; }
    /// "name [1, D]" of everything its file can give, where that is known (may be empty).
    virtual std::vector<std::string> outputs() const { return {}; }
};

}  // namespace pf
