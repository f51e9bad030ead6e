// Native backbones as files: safetensors whose metadata say which network and which preprocessing they need.
#pragma once

#include <array>
#include <filesystem>
#include <memory>

#include "core/nn/backbones/resface.h"
#include "core/nn/weights/safetensors.h"

namespace pf {

/// How images must be normalised for a network: (value - mean) / std per RGB channel, values 0..255.
struct Normalisation {
    std::array<double, 3> mean{128.0, 128.0, 128.0};
    std::array<double, 3> std{128.0, 128.0, 128.0};
    bool operator==(const Normalisation&) const = default;
};

struct NativeBackbone {
    std::unique_ptr<ResFace> network;
    Normalisation normalisation;
    Metadata metadata;  ///< everything else that was stored
    bool checksumVerified = false;
};

/// Writes architecture, width, sizes, normalisation and all tensors; `extra` is stored beside them.
/// Throws: Error(Io).
void saveBackbone(const std::filesystem::path& path, const ResFace& network,
                  const Normalisation& normalisation, const Metadata& extra = {});

/// Reads what saveBackbone wrote. Throws: Error(Data) naming the file and the field; Error(Shape) naming the
/// tensor.
NativeBackbone loadBackbone(const std::filesystem::path& path);

/// The metadata fields that describe a network, for checkpoints that carry one.
Metadata backboneMetadata(const ResFaceOptions& options, const Normalisation& normalisation);
/// The inverse. Throws: Error(Data) naming the field; `where` names the file.
ResFaceOptions backboneOptionsFromMetadata(const Metadata& metadata, const std::string& where);
Normalisation normalisationFromMetadata(const Metadata& metadata, const std::string& where);

}  // namespace pf
