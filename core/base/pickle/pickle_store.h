// How a parsed pickle is kept. Internal to the pickle reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "core/base/pickle/pickle_reader.h"

namespace pf {

/// One value. Containers index into the store's lists, so that cycles and depth cost nothing to destroy.
struct PickleNode {
    PickleKind kind = PickleKind::None;
    std::uint32_t index = 0;  ///< of lists, arrays or types
    union {
        std::int64_t integer = 0;
        double real;
        const char* data;
    };
    std::size_t length = 0;  ///< of Text and Bytes
};

/// A NumPy type under construction or complete; the only Type values besides names of callables.
struct PickleType {
    std::string name;   ///< "numpy.dtype" ... of a callable; empty for a dtype
    std::string dtype;  ///< "f4" -> "<f4" after its state was set
    std::size_t itemBytes = 0;
};

/// All values of a document; addresses stay valid as it grows.
struct PickleStore {
    std::string name;
    std::deque<PickleNode> nodes;
    std::vector<std::vector<const PickleNode*>> lists;
    std::deque<PickleArray> arrays;
    std::vector<PickleType> types;
    std::deque<std::string> texts;  ///< unescaped or re-encoded strings
    const PickleNode* root = nullptr;
};

}  // namespace pf
