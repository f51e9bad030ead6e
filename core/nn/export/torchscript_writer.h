// Networks as TorchScript files that plain PyTorch runs: the head, or backbone and head together.
#pragma once

#include <filesystem>

#include "core/nn/backbones/resface.h"
#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/safetensors.h"

namespace pf {

/// The head alone: forward(features [B, I] float32) -> sigma_sq [B, S].
/// Every file is written atomically, on the CPU, in inference mode and not frozen, so that PyTorch from 1.13
/// on can move it, convert it or freeze it; parameters keep this program's names (head.fc1.weight ...).
/// `extras` are stored as extra files of the archive (_extra_files of torch.jit.load). Throws: Error(Io) when
/// the system refuses.
void writeHeadTorchScript(const std::filesystem::path& file, const UncertaintyHead& head,
                          const Metadata& extras);

/// forward(images [B, 3, H, W] float32, already normalised) -> (mu [B, D] unit rows, sigma_sq [B, S]).
/// Throws: as writeHeadTorchScript; Error(Shape) when the head takes other features.
void writeTorchScript(const std::filesystem::path& file, const ResFace& network, const UncertaintyHead& head,
                      const Metadata& extras);

/// The same around somebody's own TorchScript backbone, called as TorchScriptBackbone::call says, which
/// becomes the submodule `backbone`; mu is normalised behind it. Throws: as writeHeadTorchScript; Error(Data)
/// naming the program when it cannot be read, or when it does not say in its signature what it returns.
void writeTorchScript(const std::filesystem::path& file, const std::filesystem::path& program,
                      const TorchScriptCall& call, const UncertaintyHead& head, const Metadata& extras);

}  // namespace pf
