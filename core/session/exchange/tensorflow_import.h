// Turns a reference model's TensorFlow checkpoint into a native backbone and head.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/session/exchange/weight_import.h"

namespace pf {

/// "resface64", "resface64m", "resface64s2", "resface64s2m".
const std::vector<std::string>& referenceArchitectures();

/// Turns a TensorFlow 1 V2 checkpoint (folder, prefix, .index or .data file) of a reference model into
/// OUT/backbone.safetensors and, when it has an uncertainty module, a model folder OUT. Input and embedding
/// size are concluded from the shapes; every tensor's CRC-32C is checked.
/// Throws: Error(Config) for an unknown architecture or an OUT that holds a model already; Error(Data) naming
/// the tensor that is missing, misshapen or damaged, or the architecture whose sizes it has instead;
/// Error(Io).
ImportOutcome importTensorFlow(const std::filesystem::path& checkpoint, const std::string& architecture,
                               const std::filesystem::path& out);

}  // namespace pf
