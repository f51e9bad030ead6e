// What a weight file holds.
#pragma once

#include <filesystem>

#include "core/base/weight_listing.h"

namespace pf {

/// Lists the tensors of any known weight file (told apart by content, not by name) without running anything
/// from it: safetensors, PyTorch state_dicts and TorchScript programs (zip), ONNX, TensorFlow V2 checkpoints
/// (folder, prefix, .index or .data file). Looks at tables only, so that size does not matter; `notes` say
/// which checksums that left unchecked. Throws: Error(Data, Io) naming the file and what is wrong.
WeightListing listWeights(const std::filesystem::path& file);

}  // namespace pf
