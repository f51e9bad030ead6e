// Layers of this program's networks as ONNX nodes; internal to the ONNX writer.
#pragma once

#include <string>

#include "core/nn/backbones/resface.h"
#include "core/nn/export/onnx_graph.h"
#include "core/nn/uncertainty_head.h"

namespace pf::detail {

/// Flattens everything behind the batch. Returns the name of the result, as all of these.
std::string addFlatten(OnnxGraph& graph, const std::string& x, const std::string& name);

/// Rows [B, size] divided by their norms.
std::string addUnitRows(OnnxGraph& graph, const std::string& x, std::int64_t size, const std::string& name);

/// features [B, I] -> "sigma_sq".
void addHead(OnnxGraph& graph, const std::string& features, const UncertaintyHead& head);

struct ResFaceNames {
    std::string mu;
    std::string features;
};

/// images [B, 3, H, W] -> "mu" and the head's features.
ResFaceNames addResFace(OnnxGraph& graph, const std::string& images, const ResFace& network);

}  // namespace pf::detail
