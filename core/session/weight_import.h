// Weights of other programs: listing what a file holds, and turning it into a native backbone and head.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/weight_listing.h"
#include "core/session/control.h"

namespace pf {

/// Lists the tensors of any known weight file (told apart by content, not by name) without running anything
/// from it: safetensors, PyTorch state_dicts and TorchScript programs (zip), ONNX, TensorFlow V2 checkpoints
/// (folder, prefix, .index or .data file). Looks at tables only, so that size does not matter; `notes` say
/// which checksums that left unchecked. Throws: Error(Data, Io) naming the file and what is wrong.
WeightListing listWeights(const std::filesystem::path& file);

/// "resface64", "resface64m", "resface64s2", "resface64s2m".
const std::vector<std::string>& referenceArchitectures();

struct ImportOutcome {
    std::vector<std::filesystem::path> files;
    std::string description;  ///< of the network
    bool headIncluded = false;
    std::vector<std::string> unused;  ///< tensors of the file that the network has no place for
    /// Where names differ: the network's tensor and the file's that went into it.
    std::vector<std::pair<std::string, std::string>> matched = {};
    std::vector<std::string> notes = {};  ///< what was concluded from shapes, what could not be checked
};

/// Turns a TensorFlow 1 V2 checkpoint (folder, prefix, .index or .data file) of a reference model into
/// OUT/backbone.safetensors and, when it has an uncertainty module, a model folder OUT. Input and embedding
/// size are concluded from the shapes; every tensor's CRC-32C is checked.
/// Throws: Error(Config) for an unknown architecture or an OUT that holds a model already; Error(Data) naming
/// the tensor that is missing, misshapen or damaged, or the architecture whose sizes it has instead;
/// Error(Io).
ImportOutcome importTensorFlow(const std::filesystem::path& checkpoint, const std::string& architecture,
                               const std::filesystem::path& out);

/// What a state_dict does not say about its network.
struct StateDictConventions {
    bool samePadding =
        false;                ///< stride-2 convolutions are padded as TensorFlow does, not by 1 on every side
    double bnEpsilon = 1e-3;  ///< the reference's; PyTorch's default is 1e-5
};

/// The same for a safetensors file or a PyTorch zip state_dict: names as ours, with or without a common
/// prefix ("module.", "model.backbone." ...); with `byOrder` tensors are matched by order among those of the
/// same shape and role (weight, bias, running_mean, running_var) instead (not of safetensors, which do not
/// keep it), and `matched` lists the pairs. A head goes with the backbone when it is there under our names
/// (head.*). `architecture`: a reference one, or resface20, resface36 with or without s2 and m. Width, input
/// and embedding size are concluded from the shapes; a native file's own metadata go first, also before
/// `conventions`. Throws: Error(Config) for an unknown architecture or when OUT exists; Error(Data, Shape)
/// naming up to five missing and five unused tensors, or the one that does not fit; Error(Numeric) for values
/// that are not finite.
ImportOutcome importStateDict(const std::filesystem::path& file, const std::string& architecture,
                              bool byOrder, const std::filesystem::path& out,
                              const StateDictConventions& conventions = {});

}  // namespace pf
