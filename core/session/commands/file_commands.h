// The commands that look at, align, convert, import and export files: what each asks for, as a table of its
// options.
#pragma once

#include <string>
#include <vector>

#include "core/session/alignment/alignment.h"
#include "core/session/commands/flags.h"
#include "core/session/conversion/conversion.h"
#include "core/session/exchange/model_export.h"
#include "core/session/exchange/state_dict_import.h"
#include "core/session/inspect/backbone_check.h"

namespace pf {

/// probface inspect.
struct InspectRequest {
    static constexpr const char* kVerb = "inspect";
    std::vector<std::string> paths;
    bool tensors = true;
    bool json = false;
};

/// Weights of another program to be turned into a native backbone: probface import-weights, or
/// import-tensorflow.
struct ImportRequest {
    std::filesystem::path file;
    std::string architecture;
    bool tensorFlow = false;  ///< a TensorFlow checkpoint; else a state_dict or safetensors file
    // Of a state_dict only:
    bool byOrder = false;  ///< by order and shape instead of by name
    StateDictConventions conventions = {};
    std::filesystem::path out;
};

/// A name ending in .index or .meta, TensorFlow's data files, or a folder with TensorFlow's list
/// "checkpoint".
bool isTensorFlowCheckpoint(const std::filesystem::path& file);

FlagTable flagsOf(InspectRequest& request);
FlagTable flagsOf(AlignRequest& request);
FlagTable flagsOf(ConvertRequest& request);
FlagTable flagsOf(ExportRequest& request);
FlagTable flagsOf(ImportRequest& request);
FlagTable flagsOf(BackboneCheckRequest& request);

/// Does what the request says. For a worker. Throws: as the two functions behind it.
ImportOutcome importWeights(const ImportRequest& request);

inline const char* verbOf(const AlignRequest& /*request*/) {
    return "align";
}
inline const char* verbOf(const ConvertRequest& /*request*/) {
    return "convert";
}
inline const char* verbOf(const ExportRequest& /*request*/) {
    return "export";
}
inline const char* verbOf(const ImportRequest& request) {
    return request.tensorFlow ? "import-tensorflow" : "import-weights";
}
inline const char* verbOf(const BackboneCheckRequest& /*request*/) {
    return "check-backbone";
}

}  // namespace pf
