// Networks as ONNX files: the uncertainty head, a ResFace with it, or somebody's own graph with it appended.
#pragma once

#include <filesystem>
#include <string>

#include "core/nn/backbones/resface.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/safetensors.h"

namespace pf {

/// What an ONNX file says of itself.
struct OnnxLabels {
    std::string producerVersion;  ///< of this program
    std::string description;      ///< a sentence: doc_string
    Metadata properties;          ///< metadata_props; keys of ours start with "probface."
};

/// Somebody's own ONNX network, and what of it the head needs.
struct OnnxSource {
    std::filesystem::path file;
    std::string embeddingOutput;  ///< a tensor of the graph, or a node's name (its first output)
    std::string featureOutput;    ///< the same; empty: the head sees the normalised embedding
    std::int64_t embeddingSize = 0;
};

/// The head alone: "features" [batch, I] -> "sigma_sq" [batch, S], all float32, any batch.
/// Opset 11, so that ONNX Runtime and OpenCV 4.6 both take it. Written atomically.
/// Throws: Error(Io) when the system refuses; Error(Data) when the weights exceed the 2 GiB of one ONNX file.
void writeHeadOnnx(const std::filesystem::path& file, const UncertaintyHead& head, const OnnxLabels& labels);

/// "images" [batch, 3, H, W], already normalised -> "mu" [batch, D] unit rows, "sigma_sq" [batch, S].
/// Throws: as writeHeadOnnx; Error(Shape) when the head takes other features.
void writeOnnx(const std::filesystem::path& file, const ResFace& network, const UncertaintyHead& head,
               const OnnxLabels& labels);

/// Somebody's own graph with the head's nodes behind it: its input -> "mu", "sigma_sq" as the only outputs.
/// Its weights and everything this program does not know are kept; a tensor of theirs that is called like an
/// output of ours is renamed. Throws: as writeHeadOnnx; Error(Data) naming the file and the reason when the
/// head cannot be appended (opset below 7, weights in other files, no such output ...).
void writeOnnx(const std::filesystem::path& file, const OnnxSource& network, const UncertaintyHead& head,
               const OnnxLabels& labels);
/// The same in memory: the bytes of network.file -> those to be written.
std::string onnxWithHead(const std::string& bytes, const OnnxSource& network, const UncertaintyHead& head,
                         const OnnxLabels& labels);

}  // namespace pf
