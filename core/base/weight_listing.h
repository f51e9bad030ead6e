// What a weight file holds, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pf {

struct TensorListing {
    std::string name;
    std::string type;  ///< "float32", "int64" ...
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0;
};

/// What a weight file holds.
struct WeightListing {
    /// "safetensors", "PyTorch state_dict", "TorchScript program", "ONNX", "TensorFlow checkpoint".
    std::string format;
    std::vector<TensorListing> tensors;                         ///< in the file's order
    std::vector<std::pair<std::string, std::string>> metadata;  ///< the file's own key-value pairs, shortened
    std::vector<std::string> notes;  ///< "checksums verified", "no checksum: damage could not be seen" ...
    std::int64_t parameters = 0;     ///< elements of all floating-point tensors
};

/// Sets `parameters` from the tensors' types and shapes.
inline void countParameters(WeightListing& listing) {
    listing.parameters = 0;
    for (const TensorListing& tensor : listing.tensors) {
        std::int64_t count = tensor.type.find("float") == std::string::npos ? 0 : 1;
        for (const std::int64_t extent : tensor.shape) {
            count *= extent;
        }
        listing.parameters += count;
    }
}

}  // namespace pf
