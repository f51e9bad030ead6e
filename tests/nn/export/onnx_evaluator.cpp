#include "tests/nn/export/onnx_evaluator.h"

#include <cstring>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace pf::test {
namespace {

at::Tensor tensorFrom(const onnx::TensorProto& stored) {
    std::vector<std::int64_t> shape(stored.dims().begin(), stored.dims().end());
    at::Tensor tensor = at::empty(shape, at::kFloat);
    if (stored.data_type() != 1 || stored.raw_data().size() != tensor.nbytes()) {
        throw std::runtime_error("initializer " + stored.name() + " is no float32 tensor of its shape");
    }
    std::memcpy(tensor.data_ptr(), stored.raw_data().data(), tensor.nbytes());
    return tensor;
}

const onnx::AttributeProto& attribute(const onnx::NodeProto& node, const std::string& name) {
    for (const auto& item : node.attribute()) {
        if (item.name() == name) {
            return item;
        }
    }
    throw std::runtime_error(node.op_type() + " without " + name);
}

std::vector<std::int64_t> integers(const onnx::NodeProto& node, const std::string& name) {
    const auto& values = attribute(node, name).ints();
    return {values.begin(), values.end()};
}

at::Tensor compute(const onnx::NodeProto& node, const std::vector<at::Tensor>& in) {
    const std::string& op = node.op_type();
    if (op == "MatMul") {
        return in[0].matmul(in[1]);
    }
    if (op == "Relu") {
        return in[0].clamp_min(0);
    }
    if (op == "Exp") {
        return in[0].exp();
    }
    if (op == "Add") {
        return in[0] + in[1];
    }
    if (op == "Flatten") {
        return in[0].flatten(attribute(node, "axis").i());
    }
    if (op == "Concat") {
        return at::cat(in, attribute(node, "axis").i());
    }
    if (op == "GlobalAveragePool") {
        return in[0].mean({2, 3}, true);
    }
    if (op == "Mul") {
        return in[0] * in[1];
    }
    if (op == "Div") {
        return in[0] / in[1];
    }
    if (op == "Sqrt") {
        return in[0].sqrt();
    }
    if (op == "BatchNormalization") {
        std::vector<std::int64_t> shape(static_cast<std::size_t>(in[0].dim()), 1);
        shape[1] = -1;
        const auto spread = [&](const at::Tensor& t) { return t.view(shape); };
        const at::Tensor deviation = (spread(in[4]) + attribute(node, "epsilon").f()).sqrt();
        return (in[0] - spread(in[3])) / deviation * spread(in[1]) + spread(in[2]);
    }
    if (op == "Conv") {
        const auto pads = integers(node, "pads");  // top, left, bottom, right
        const at::Tensor padded = at::constant_pad_nd(in[0], {pads[1], pads[3], pads[0], pads[2]});
        const auto strides = integers(node, "strides");
        return at::conv2d(padded, in[1], {}, at::IntArrayRef(strides), at::IntArrayRef({0, 0}),
                          at::IntArrayRef({1, 1}), attribute(node, "group").i());
    }
    throw std::runtime_error("unknown operator " + op);
}

}  // namespace

onnx::ModelProto readOnnx(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    onnx::ModelProto model;
    EXPECT_TRUE(model.ParseFromIstream(&stream)) << file;
    return model;
}

std::map<std::string, at::Tensor> evaluate(const onnx::GraphProto& graph,
                                           const std::map<std::string, at::Tensor>& inputs) {
    std::map<std::string, at::Tensor> values = inputs;
    for (const auto& stored : graph.initializer()) {
        values[stored.name()] = tensorFrom(stored);
    }
    for (const auto& node : graph.node()) {
        std::vector<at::Tensor> in;
        for (const auto& name : node.input()) {
            if (!values.contains(name)) {
                throw std::runtime_error(node.name() + " needs " + name + " before it is there");
            }
            in.push_back(values.at(name));
        }
        if (!values.emplace(node.output(0), compute(node, in)).second) {
            throw std::runtime_error(node.output(0) + " is written twice");
        }
    }
    return values;
}

}  // namespace pf::test
