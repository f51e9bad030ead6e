// Turns a PyTorch state_dict or a safetensors file into a native backbone and head.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/exchange/weight_import.h"

namespace pf {

/// What a state_dict does not say about its network.
struct StateDictConventions {
    bool samePadding =
        false;                ///< stride-2 convolutions are padded as TensorFlow does, not by 1 on every side
    double bnEpsilon = 1e-3;  ///< the reference's; PyTorch's default is 1e-5
};

/// As importTensorFlow, of a safetensors file or a PyTorch zip state_dict: names as ours, with or without a
/// common prefix ("module.", "model.backbone." ...); with `byOrder` tensors are matched by order among those
/// of the same shape and role (weight, bias, running_mean, running_var) instead (not of safetensors, which do
/// not keep it), and `matched` lists the pairs. A head goes with the backbone when it is there under our
/// names (head.*). `architecture`: a reference one, or resface20, resface36 with or without s2 and m. Width,
/// input and embedding size are concluded from the shapes; a native file's own metadata go first, also before
/// `conventions`. Throws: Error(Config) for an unknown architecture or when OUT exists; Error(Data, Shape)
/// naming up to five missing and five unused tensors, or the one that does not fit; Error(Numeric) for values
/// that are not finite.
ImportOutcome importStateDict(const std::filesystem::path& file, const std::string& architecture,
                              bool byOrder, const std::filesystem::path& out,
                              const StateDictConventions& conventions = {});

}  // namespace pf
