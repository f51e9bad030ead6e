// Listing the tensors of any known weight file.
#pragma once

#include <filesystem>

#include "core/base/weight_listing.h"

namespace pf {

/// Which format a path holds, from names of a checkpoint's parts and otherwise from the first bytes alone.
enum class WeightFormat { Unknown, Safetensors, Zip, LegacyTorch, Onnx, TensorFlow };
WeightFormat weightFormatOf(const std::filesystem::path& path);

/// Lists tensors, metadata and notes without running anything and without reading the tensors' bytes.
/// Throws: Error(Io) when unreadable; Error(Data) naming the file and what is wrong, or what is known when
/// it is no weight file.
WeightListing listWeightFile(const std::filesystem::path& path);

}  // namespace pf
