// Which of the tensors that a module returns is the embedding, which feed the head, and which is a length.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ATen/core/ivalue.h>

#include "core/nn/backbones/backbone.h"

namespace pf {

/// One tensor of what a module returns.
struct ModuleOutput {
    std::string name;    ///< its key, or its place ("0", "1"); empty when the module returns it alone
    std::string access;  ///< behind the value in TorchScript: "", "[1]" or "[\"embedding\"]"
    at::Tensor value;
};

/// The tensors of a value: itself, or the elements of a tuple, a list or a dict with names as keys; others
/// are passed over. Empty when there are none.
std::vector<ModuleOutput> moduleOutputs(const c10::IValue& value);

/// Places in moduleOutputs.
struct OutputChoice {
    std::size_t mu = 0;
    std::optional<std::size_t> features;  ///< nothing: the embedding feeds the head
    std::optional<std::size_t> length;    ///< a single value per image beside a row: the embedding's length
    bool named = false;                   ///< chosen from a dict
};

/// Chooses for a batch of `rows` images. `embedding` and `features` are names that decide when they are not
/// empty. Else the embedding is the first row [B, D] of a tuple; in a dict it is the one called so, or the
/// only row. The features are a tuple's next output, in a dict the one called so. A single value per image is
/// never either of them while there is something else. Throws: Error(Data) without a place, with names and
/// shapes of what there is.
OutputChoice chooseOutputs(const std::vector<ModuleOutput>& outputs, std::int64_t rows,
                           const std::string& embedding, const std::string& features);

/// "embedding [2, 512], norm [2, 1]".
std::string outputsText(const std::vector<ModuleOutput>& outputs);

}  // namespace pf
