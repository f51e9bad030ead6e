// Files of networks for the tests of TorchScript backbones.
#pragma once

#include <filesystem>

#include <torch/script.h>

#include "core/nn/backbones/torchscript_backbone.h"

namespace pf::test {

/// Writes a network; returns the options to open it at 8x8.
inline TorchScriptOptions savedAt8x8(const torch::jit::Module& network, const std::filesystem::path& file) {
    network.save(file.string());
    TorchScriptOptions options;
    options.file = file;
    options.inputHeight = 8;
    options.inputWidth = 8;
    return options;
}

}  // namespace pf::test
