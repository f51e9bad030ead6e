// Builds up an ONNX graph node by node; internal to the ONNX writer.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/formats/onnx/onnx.pb.h"

namespace pf::detail {

/// Adds to a graph, new or somebody's own; names that are taken get a number.
class OnnxGraph {
  public:
    struct Attribute {
        std::string name;
        std::variant<std::int64_t, float, std::vector<std::int64_t>> value;
    };

    /// The graph must outlive this.
    explicit OnnxGraph(onnx::GraphProto& graph);

    /// Stores a tensor as float32; returns its name.
    std::string addTensor(const std::string& name, const at::Tensor& values);
    /// Adds a node with one output; returns the output's name, which is also the node's.
    std::string addNode(const std::string& operation, const std::vector<std::string>& inputs,
                        const std::string& output, const std::vector<Attribute>& attributes = {});
    /// Declares a float32 input or output; sizes below 0 stand for the dynamic batch.
    void addInput(const std::string& name, const std::vector<std::int64_t>& shape);
    void addOutput(const std::string& name, const std::vector<std::int64_t>& shape,
                   const std::string& batchName = "batch");

    /// Frees a tensor's name by giving it another one everywhere in the graph; the new name, or the old one
    /// when nothing has it.
    std::string renamed(const std::string& name);
    /// Whether some node, initializer or input of the graph defines this tensor.
    bool defines(const std::string& tensor) const;

  private:
    std::string unique(const std::string& wanted);

    onnx::GraphProto& graph_;
    std::set<std::string> taken_;
};

}  // namespace pf::detail
