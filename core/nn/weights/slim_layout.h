// How TensorFlow's slim names and arranges the weights of the reference's networks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace pf::detail {

/// The size of a backbone's last map, whose flattened values feed the linear layers.
struct MapSize {
    std::int64_t channels = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
};

/// slim's name of one of our tensors: "backbone.stage1.block2.conv1.weight" ->
/// "Resface/Conv1/Conv_1/Conv_1_2/Conv/weights". Empty for a name that is not ours.
/// Source: KaenChan/ProbFace, models/resface64_relu.py and models/uncertainty_module.py.
std::string slimName(const std::string& name);

/// slim's shape of our tensor of this name: convolutions are [H,W,I,O], linear layers [I,O].
std::vector<std::int64_t> slimShape(const std::string& name, const at::Tensor& tensor);

/// slim's tensor in our arrangement. Linear layers whose inputs begin with the flattened last map get those
/// inputs reordered from (H,W,C) to (C,H,W); inputs after them (pooled maps) keep their order.
at::Tensor fromSlim(const std::string& name, const at::Tensor& stored, const MapSize& map);

}  // namespace pf::detail
