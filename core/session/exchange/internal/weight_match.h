// Which tensor of a foreign file goes where in a network of ours.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/nn/named_tensors.h"

namespace pf {

struct WeightMatch {
    TensorMap tensors;                ///< by our names
    std::vector<std::string> unused;  ///< the file's names without a place
    /// Our name and the file's, in our order.
    std::vector<std::pair<std::string, std::string>> pairs;
};

/// Finds the tensors `wanted` (our names, all beginning with `ours`) in a file that calls them the same after
/// some common prefix in place of `ours` ("", "module.", "model.backbone." ...): the prefix under which most
/// of them are found. Throws: Error(Data) naming up to five missing and five unused tensors, or two prefixes
/// that fit equally well; `where` names the file.
WeightMatch matchByName(const NamedTensors& file, const std::vector<std::string>& wanted,
                        std::string_view ours, const std::string& where);

/// Pairs tensors in order within groups of equal shape and, for vectors, equal role (the last part of a name:
/// weight, bias, running_mean, running_var; gamma, beta, moving_mean and moving_variance mean the same). Of
/// `wanted` only names and shapes are used. Tensors of the file whose group the network does not have are
/// unused. Throws: Error(Data) naming the group when the counts differ.
WeightMatch matchByOrder(const NamedTensors& file,
                         const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& wanted,
                         const std::string& where);

}  // namespace pf
