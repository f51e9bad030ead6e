// Weights of another program to be turned into a native backbone.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/exchange/state_dict_import.h"
#include "core/session/exchange/weight_import.h"

namespace pf::ui {

struct ImportRequest {
    std::filesystem::path file;
    std::string architecture;
    bool tensorFlow = false;  ///< a TensorFlow checkpoint; else a state_dict or safetensors file
    // Of a state_dict only:
    bool byOrder = false;  ///< by order and shape instead of by name
    StateDictConventions conventions;
    std::filesystem::path out;
};

/// A name ending in .index or .meta, TensorFlow's data files, or a folder with TensorFlow's list
/// "checkpoint".
bool isTensorFlowCheckpoint(const std::filesystem::path& file);

/// Does what the request says. For a worker. Throws: as the two functions behind it.
ImportOutcome importWeights(const ImportRequest& request);

}  // namespace pf::ui
