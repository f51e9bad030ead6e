// Small ONNX models built by hand.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/formats/onnx/onnx.pb.h"

namespace pf::test {

using Sides = std::vector<std::int64_t>;

/// A graph of one image input "images"; operator set 9. Sides of 0 are left open.
class OnnxModel {
  public:
    explicit OnnxModel(const Sides& input) {
        model_.set_ir_version(6);
        model_.set_producer_name("by hand");
        auto* operators = model_.add_opset_import();
        operators->set_domain("");
        operators->set_version(9);
        describe(graph().add_input(), "images", input);
    }

    onnx::GraphProto& graph() { return *model_.mutable_graph(); }

    onnx::TensorProto& constant(const std::string& name, const Sides& sides,
                                const std::function<float(std::int64_t)>& value) {
        auto* tensor = graph().add_initializer();
        tensor->set_name(name);
        tensor->set_data_type(1);
        std::int64_t count = 1;
        for (const std::int64_t side : sides) {
            tensor->add_dims(side);
            count *= side;
        }
        for (std::int64_t i = 0; i < count; ++i) {
            tensor->add_float_data(value(i));
        }
        return *tensor;
    }

    /// An operator named "OP_output".
    onnx::NodeProto& node(const std::string& operation, const std::vector<std::string>& inputs,
                          const std::string& output) {
        auto* node = graph().add_node();
        node->set_op_type(operation);
        node->set_name(operation + "_" + output);
        for (const auto& input : inputs) {
            node->add_input(input);
        }
        node->add_output(output);
        return *node;
    }

    static void set(onnx::NodeProto& node, const std::string& name, const Sides& values) {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(7);
        for (const std::int64_t value : values) {
            attribute->add_ints(value);
        }
    }
    static void set(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(2);
        attribute->set_i(value);
    }

    void output(const std::string& name, const Sides& sides) { describe(graph().add_output(), name, sides); }

    std::string bytes() const { return model_.SerializeAsString(); }

  private:
    static void describe(onnx::ValueInfoProto* value, const std::string& name, const Sides& sides) {
        value->set_name(name);
        auto* type = value->mutable_type()->mutable_tensor_type();
        type->set_elem_type(1);
        for (const std::int64_t side : sides) {
            auto* dimension = type->mutable_shape()->add_dim();
            if (side > 0) {
                dimension->set_dim_value(side);
            } else {
                dimension->set_dim_param("N");
            }
        }
    }

    onnx::ModelProto model_;
};

/// The weights of smallFaceNetwork(), so that a test can do its arithmetic over again.
inline float smallConvolution(std::int64_t i) {
    return 0.02F * static_cast<float>((i * 7) % 23) - 0.2F;
}
inline float smallProjection(std::int64_t i) {
    return 0.01F * static_cast<float>((i * 5) % 31) - 0.15F;
}

/// images [batch, 3, 8, 8] -> Conv(4, 3x3, stride 2, padding 1), PRelu 0.25 -> features [B, 64]
/// -> Gemm -> embedding [B, 5].
inline OnnxModel smallFaceNetwork(std::int64_t batch = 0) {
    OnnxModel model({batch, 3, 8, 8});
    model.constant("filters", {4, 3, 3, 3}, smallConvolution);
    model.constant("slopes", {4, 1, 1}, [](auto) { return 0.25F; });
    model.constant("matrix", {5, 64}, smallProjection);
    model.constant("bias", {5}, [](auto i) { return 0.1F * static_cast<float>(i); });
    auto& convolution = model.node("Conv", {"images", "filters"}, "maps");
    OnnxModel::set(convolution, "kernel_shape", Sides{3, 3});
    OnnxModel::set(convolution, "strides", Sides{2, 2});
    OnnxModel::set(convolution, "pads", Sides{1, 1, 1, 1});
    model.node("PRelu", {"maps", "slopes"}, "active");
    model.node("Flatten", {"active"}, "features");
    OnnxModel::set(model.node("Gemm", {"features", "matrix", "bias"}, "embedding"), "transB", 1);
    model.output("features", {batch, 64});
    model.output("embedding", {batch, 5});
    return model;
}

}  // namespace pf::test
