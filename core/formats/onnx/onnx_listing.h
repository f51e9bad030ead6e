// What an ONNX file holds, found without loading its tensors.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/weight_listing.h"

namespace pf {

/// Initialisers with shapes and sizes; inputs, outputs, opset, producer and properties as metadata; notes say
/// when tensors lie in other files or within nodes.
/// Throws: Error(Io) when unreadable; Error(Data) naming the file and the tensor when it is cut, damaged, or
/// a tensor's bytes do not fit its shape. Cost: memory for names only, whatever the size of the tensors.
WeightListing listOnnx(const std::filesystem::path& path);
/// The same from memory, at most 2 GB; `name` is used in messages.
WeightListing listOnnx(std::span<const std::byte> bytes, const std::string& name);

}  // namespace pf
