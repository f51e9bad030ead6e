// Weights of other programs: listing what a file holds, and turning it into a native backbone and head.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

struct TensorListing {
    std::string name;
    std::string type;  ///< "float32", "int64" ...
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0;
};

/// What a weight file holds.
struct WeightListing {
    std::string format;  ///< "safetensors", "PyTorch state_dict", "TorchScript program", "ONNX", "TensorFlow
                         ///< checkpoint"
    std::vector<TensorListing> tensors;
    std::vector<std::pair<std::string, std::string>> metadata;  ///< the file's own key-value pairs, shortened
    std::vector<std::string> notes;  ///< "checksums verified", "no checksum: damage could not be seen" ...
    std::int64_t parameters = 0;     ///< elements of all floating-point tensors
};

/// Lists the tensors of any known weight file without running anything from it.
/// Throws: Error(Data, Io) naming the file and what is wrong.
WeightListing listWeights(const std::filesystem::path& file);

/// "resface64", "resface64m", "resface64s2", "resface64s2m".
const std::vector<std::string>& referenceArchitectures();

struct ImportOutcome {
    std::vector<std::filesystem::path> files;
    std::string description;  ///< of the network
    bool headIncluded = false;
    std::vector<std::string> unused;  ///< tensors of the file that the network has no place for
};

/// Turns a TensorFlow 1 V2 checkpoint of a reference model into OUT.safetensors (backbone) and, when it has
/// an uncertainty module, a model folder. Every tensor's CRC32C is checked. Throws: Error(Data) naming the
/// missing or misshapen tensor.
ImportOutcome importTensorFlow(const std::filesystem::path& checkpoint, const std::string& architecture,
                               const std::filesystem::path& out);

/// The same for a safetensors file or a PyTorch zip state_dict: names as ours, with or without a common
/// prefix; with `byOrder` tensors are matched by order and shape instead, and the outcome says how.
ImportOutcome importStateDict(const std::filesystem::path& file, const std::string& architecture,
                              bool byOrder, const std::filesystem::path& out);

}  // namespace pf
