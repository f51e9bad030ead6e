// A TorchScript file as a module that takes a batch of images, or the reason why it is not one.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <torch/csrc/jit/api/module.h>

namespace pf {

/// What LibTorch found wrong, in one line: without its call stack, its frames and the file's source.
std::string torchReason(const std::exception& error);

/// What to do about a failed run of images of a size, by its reason ("; check the input size ..."); empty
/// where the reason says it all.
std::string torchCure(const std::string& reason, std::int64_t height, std::int64_t width);

/// Loads a program on the CPU, in inference mode: the one place where TorchScript is loaded. The program runs
/// while it is loaded. Throws: Error(Data) naming the file and why it cannot be used: not TorchScript, an
/// operator or a format that this LibTorch does not know, no forward method, or one that takes something else
/// than a batch of images.
torch::jit::Module loadTorchScript(const std::filesystem::path& file);

/// Makes the devices that were written into a program's code while it was traced mean `device`. To be called
/// before its first run. Returns the ones that were changed ("cuda:0"), each once.
std::vector<std::string> moveWrittenDevices(torch::jit::Module& module, const c10::Device& device);

/// Whether parameters, buffers or other tensors of a module are floating point but not single precision; the
/// type's name as people say it ("half precision"), else "".
std::string otherPrecision(const torch::jit::Module& module);

/// A copy whose floating-point tensors are in single precision.
torch::jit::Module inSinglePrecision(const torch::jit::Module& module);

/// Operators of a program that it should not have when it is used.
struct TrainingOperators {
    std::string random;            ///< one that draws numbers in every run ("dropout"); empty: none
    bool batchStatistics = false;  ///< a batch normalisation in training mode
};

/// Looks at what forward() runs in inference mode: at constants only, so that a choice that the program makes
/// while it runs is left to a trial. Cost: as freezing the module.
TrainingOperators findTrainingOperators(const torch::jit::Module& module);

}  // namespace pf
