#include "core/nn/export/onnx_graph.h"

#include <algorithm>
#include <bit>

#include "core/nn/pch.h"

namespace pf::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

constexpr int kFloat = 1;
constexpr int kAttributeFloat = 1;
constexpr int kAttributeInt = 2;
constexpr int kAttributeInts = 7;

void describe(onnx::ValueInfoProto& value, const std::string& name, const std::vector<std::int64_t>& shape,
              const std::string& batchName) {
    value.set_name(name);
    auto* tensor = value.mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(kFloat);
    for (const std::int64_t size : shape) {
        auto* dimension = tensor->mutable_shape()->add_dim();
        if (size < 0) {
            dimension->set_dim_param(batchName);
        } else {
            dimension->set_dim_value(size);
        }
    }
}

}  // namespace

OnnxGraph::OnnxGraph(onnx::GraphProto& graph) : graph_(graph) {
    for (const auto& node : graph.node()) {
        taken_.insert(node.name());
        taken_.insert(node.input().begin(), node.input().end());
        taken_.insert(node.output().begin(), node.output().end());
    }
    for (const auto& tensor : graph.initializer()) {
        taken_.insert(tensor.name());
    }
    for (const auto& input : graph.input()) {
        taken_.insert(input.name());
    }
}

std::string OnnxGraph::unique(const std::string& wanted) {
    std::string name = wanted;
    for (int number = 2; !taken_.insert(name).second; ++number) {
        name = wanted + "_" + std::to_string(number);
    }
    return name;
}

std::string OnnxGraph::addTensor(const std::string& name, const at::Tensor& values) {
    const at::Tensor flat = values.detach().to(at::kCPU, at::kFloat).contiguous();
    auto* tensor = graph_.add_initializer();
    tensor->set_name(unique(name));
    tensor->set_data_type(kFloat);
    for (const std::int64_t size : flat.sizes()) {
        tensor->add_dims(size);
    }
    tensor->set_raw_data(flat.data_ptr(), flat.nbytes());
    return tensor->name();
}

std::string OnnxGraph::addNode(const std::string& operation, const std::vector<std::string>& inputs,
                               const std::string& output, const std::vector<Attribute>& attributes) {
    auto* node = graph_.add_node();
    node->set_op_type(operation);
    for (const auto& input : inputs) {
        node->add_input(input);
    }
    node->add_output(unique(output));
    node->set_name(node->output(0));
    for (const auto& [name, value] : attributes) {
        auto* attribute = node->add_attribute();
        attribute->set_name(name);
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            attribute->set_type(kAttributeInt);
            attribute->set_i(*integer);
        } else if (const auto* number = std::get_if<float>(&value)) {
            attribute->set_type(kAttributeFloat);
            attribute->set_f(*number);
        } else {
            attribute->set_type(kAttributeInts);
            for (const std::int64_t item : std::get<std::vector<std::int64_t>>(value)) {
                attribute->add_ints(item);
            }
        }
    }
    return node->output(0);
}

void OnnxGraph::addInput(const std::string& name, const std::vector<std::int64_t>& shape) {
    describe(*graph_.add_input(), name, shape, "batch");
    taken_.insert(name);
}

void OnnxGraph::addOutput(const std::string& name, const std::vector<std::int64_t>& shape,
                          const std::string& batchName) {
    describe(*graph_.add_output(), name, shape, batchName);
}

std::string OnnxGraph::renamed(const std::string& name) {
    if (!taken_.contains(name)) {
        return name;
    }
    const std::string other = unique("backbone/" + name);
    const auto replace = [&](std::string& text) {
        if (text == name) {
            text = other;
        }
    };
    for (auto& node : *graph_.mutable_node()) {
        replace(*node.mutable_name());
        std::for_each(node.mutable_input()->begin(), node.mutable_input()->end(), replace);
        std::for_each(node.mutable_output()->begin(), node.mutable_output()->end(), replace);
    }
    for (auto& tensor : *graph_.mutable_initializer()) {
        replace(*tensor.mutable_name());
    }
    for (auto& input : *graph_.mutable_input()) {
        replace(*input.mutable_name());
    }
    taken_.erase(name);
    return other;
}

bool OnnxGraph::defines(const std::string& tensor) const {
    const auto named = [&](const auto& item) { return item.name() == tensor; };
    return std::any_of(graph_.node().begin(), graph_.node().end(),
                       [&](const onnx::NodeProto& node) {
                           return std::find(node.output().begin(), node.output().end(), tensor) !=
                                  node.output().end();
                       }) ||
           std::any_of(graph_.initializer().begin(), graph_.initializer().end(), named) ||
           std::any_of(graph_.input().begin(), graph_.input().end(), named);
}

}  // namespace pf::detail
