// How a parsed pickle is kept. Internal to the pickle reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/pickle/pickle_reader.h"

namespace pf {

/// One value. Containers index into the store's lists, so that cycles and depth cost nothing to destroy.
struct PickleNode {
    PickleKind kind = PickleKind::None;
    std::uint32_t index = 0;  ///< of lists, arrays, types, storages or tensors
    union {
        std::int64_t integer = 0;
        double real;
        const char* data;
    };
    std::size_t length = 0;  ///< of Text and Bytes
};

/// A NumPy type under construction or complete, an element type of PyTorch's, or the name of a callable.
struct PickleType {
    std::string name;   ///< "numpy.dtype" ... of a callable; empty for a dtype
    std::string dtype;  ///< "f4" -> "<f4" after its state was set
    std::size_t itemBytes = 0;
    std::string_view torchType = {};  ///< "float32" ... of a storage class or torch.dtype
};

/// Where a tensor's bytes are.
struct PickleStorage {
    std::string_view type;
    std::size_t itemBytes = 0;
    std::uint64_t count = 0;
    std::string_view key;
    std::string_view location;
};

/// All values of a document; addresses stay valid as it grows.
struct PickleStore {
    std::string name;
    std::deque<PickleNode> nodes;
    std::vector<std::vector<const PickleNode*>> lists;
    std::deque<PickleArray> arrays;
    std::vector<PickleType> types;
    std::deque<PickleStorage> storages;
    std::deque<PickleTensor> tensors;
    std::deque<std::string> texts;  ///< unescaped or re-encoded strings
    const PickleNode* root = nullptr;
};

}  // namespace pf
