// What a TorchScript program's code says of training mode, where a trial of it may miss that by chance.
#pragma once

#include <string>

#include <torch/csrc/jit/api/module.h>

namespace pf {

/// Operators of a program that it should not have when it is used.
struct TrainingOperators {
    std::string random;            ///< one that draws numbers in every run ("dropout"); empty: none
    bool batchStatistics = false;  ///< a batch normalisation in training mode
};

/// Looks at what forward() runs in inference mode: at constants only, so that a choice that the program makes
/// while it runs is left to a trial. Cost: as freezing the module.
TrainingOperators findTrainingOperators(const torch::jit::Module& module);

}  // namespace pf
