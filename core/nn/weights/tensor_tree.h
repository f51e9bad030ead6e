// Tensors in nested dicts, lists and modules of a pickle, by their dotted names.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/pickle/pickle_reader.h"

namespace pf {

/// Calls `visit` for every tensor below `root`, in order; names are joined with dots and begin with
/// `prefix`. NumPy arrays are counted in `arrays` and otherwise passed over.
/// Throws: Error(Data) naming `where` for a tree that is nested too deeply, holds itself, or has names that
/// are too long or no text.
void visitTensors(const PickleValue& root, const std::string& prefix, const std::string& where,
                  const std::function<void(const std::string& name, const PickleTensor& tensor)>& visit,
                  std::size_t& arrays);

/// The part of a saved dict that holds the network's tensors (see TorchArchive).
struct TensorRoots {
    /// Value and the prefix of its names.
    std::vector<std::pair<PickleValue, std::string>> roots;
    std::vector<std::string> notes;
};
/// Throws: as visitTensors.
TensorRoots findTensorRoots(const PickleValue& root, const std::string& where);

}  // namespace pf
