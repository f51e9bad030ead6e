// State_dicts as torch.save writes them, with pickles in the readable protocol 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/zip_bytes.h"

namespace pf::test {

/// A tensor of a state_dict; by default contiguous and alone in its storage.
struct TorchTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    Bytes content;
    std::string storage = "FloatStorage";
    std::int64_t itemBytes = 4;
};

inline std::string torchTuple(const std::vector<std::int64_t>& values) {
    std::string text = "(";
    for (const std::int64_t value : values) {
        text += "I" + std::to_string(value) + "\n";
    }
    return text + "t";
}

/// _rebuild_tensor_v2(storage of `count` elements under `key`, offset, shape, strides).
inline std::string torchTensorPickle(const std::string& storage, const std::string& key, std::int64_t count,
                                     std::int64_t offset, const std::vector<std::int64_t>& shape,
                                     const std::vector<std::int64_t>& strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n" + storage + "\nV" + key + "\nVcpu\nI" +
           std::to_string(count) + "\ntQI" + std::to_string(offset) + "\n" + torchTuple(shape) +
           torchTuple(strides) + "I00\nccollections\nOrderedDict\n(tRtR";
}

/// OrderedDict of the tensors; the i-th lies in the storage `first + i`.
inline std::string torchDictPickle(const std::vector<TorchTensor>& tensors, std::size_t first = 0) {
    std::string text = "ccollections\nOrderedDict\n(tR";
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const TorchTensor& tensor = tensors[i];
        std::vector<std::int64_t> strides(tensor.shape.size(), 1);
        for (std::size_t d = tensor.shape.size(); d > 1; --d) {
            strides[d - 2] = strides[d - 1] * tensor.shape[d - 1];
        }
        text += "V" + tensor.name + "\n" +
                torchTensorPickle(tensor.storage, std::to_string(first + i),
                                  static_cast<std::int64_t>(tensor.content.size()) / tensor.itemBytes, 0,
                                  tensor.shape, strides) +
                "s";
    }
    return text;
}

/// The archive around a pickle (without its STOP) and the storages that it names.
inline Bytes torchZip(const std::string& pickle, const std::vector<TorchTensor>& tensors) {
    std::vector<ZipPart> parts = {{"net/data.pkl", toBytes(pickle + ".")},
                                  {"net/byteorder", toBytes("little")}};
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        parts.push_back({"net/data/" + std::to_string(i), tensors[i].content});
    }
    parts.push_back({"net/version", toBytes("3\n")});
    return zipOf(parts);
}

}  // namespace pf::test
