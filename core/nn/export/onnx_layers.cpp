#include "core/nn/export/onnx_layers.h"

#include "core/nn/pch.h"

namespace pf::detail {
namespace {

using Shape = std::vector<std::int64_t>;

/// Tensors by name, and the nodes that use them.
class Layers {
  public:
    Layers(OnnxGraph& graph, const NamedTensors& tensors, double epsilon)
        : graph_(graph), tensors_(tensors.begin(), tensors.end()), epsilon_(static_cast<float>(epsilon)) {}

    const at::Tensor& tensor(const std::string& name) const { return tensors_.at(name); }

    std::string linear(const std::string& x, const std::string& name) {
        // MatMul means the same in every opset; Gemm does not.
        const std::string weight = graph_.addTensor(name + ".weight", tensor(name + ".weight").t());
        return graph_.addNode("MatMul", {x, weight}, name);
    }

    std::string batchNorm(const std::string& x, const std::string& name, const at::Tensor& weight,
                          const at::Tensor& bias) {
        return graph_.addNode(
            "BatchNormalization",
            {x, graph_.addTensor(name + ".weight", weight), graph_.addTensor(name + ".bias", bias),
             graph_.addTensor(name + ".running_mean", tensor(name + ".running_mean")),
             graph_.addTensor(name + ".running_var", tensor(name + ".running_var"))},
            name, {{"epsilon", epsilon_}});
    }

    std::string batchNorm(const std::string& x, const std::string& name) {
        return batchNorm(x, name, tensor(name + ".weight"), tensor(name + ".bias"));
    }

    std::string convolution(const std::string& x, const std::string& name, std::int64_t stride,
                            const Shape& pads) {
        const std::string weight = graph_.addTensor(name + ".weight", tensor(name + ".weight"));
        return graph_.addNode("Conv", {x, weight}, name,
                              {{"dilations", Shape{1, 1}},
                               {"group", std::int64_t{1}},
                               {"kernel_shape", Shape{3, 3}},
                               {"pads", pads},
                               {"strides", Shape{stride, stride}}});
    }

  private:
    OnnxGraph& graph_;
    TensorMap tensors_;
    float epsilon_;
};

}  // namespace

std::string addFlatten(OnnxGraph& graph, const std::string& x, const std::string& name) {
    return graph.addNode("Flatten", {x}, name, {{"axis", std::int64_t{1}}});
}

std::string addUnitRows(OnnxGraph& graph, const std::string& x, std::int64_t size, const std::string& name) {
    // x / sqrt(sum of squares + tiny). Reductions, Clip and LpNormalization would read better, but their
    // forms differ between opsets, and OpenCV 4.6 takes neither all of them nor a division that broadcasts:
    // so the row's norm is spread by a product with ones.
    const std::string squares = graph.addNode("Mul", {x, x}, name + ".squares");
    const std::string column = graph.addTensor(name + ".column", at::ones({size, 1}));
    const std::string sum = graph.addNode("MatMul", {squares, column}, name + ".sum");
    const std::string tiny = graph.addTensor(name + ".tiny", at::full({1}, 1e-24));
    const std::string safe = graph.addNode("Add", {sum, tiny}, name + ".safe_sum");
    const std::string norm = graph.addNode("Sqrt", {safe}, name + ".norm");
    const std::string row = graph.addTensor(name + ".row", at::ones({1, size}));
    return graph.addNode("Div", {x, graph.addNode("MatMul", {norm, row}, name + ".norms")}, name);
}

void addHead(OnnxGraph& graph, const std::string& features, const UncertaintyHead& head) {
    Layers layers(graph, head.namedTensors(), head.options().bnEpsilon);
    std::string x = layers.linear(features, "head.fc1");
    x = graph.addNode("Relu", {layers.batchNorm(x, "head.bn1")}, "head.relu1");
    x = layers.linear(x, "head.fc2");
    // The second BN has no affine part, so gamma and beta of the scaling behind it take its place.
    const std::int64_t size = head.options().sigmaSize;
    x = layers.batchNorm(x, "head.bn2", layers.tensor("head.gamma").expand({size}),
                         layers.tensor("head.beta").expand({size}));
    x = graph.addNode("Exp", {x}, "head.exp");
    graph.addNode("Add", {x, graph.addTensor("head.smallest_sigma_sq", at::full({1}, 1e-6))}, "sigma_sq");
}

ResFaceNames addResFace(OnnxGraph& graph, const std::string& images, const ResFace& network) {
    const ResFaceOptions& options = network.options();
    Layers layers(graph, network.namedTensors(), options.bnEpsilon);
    std::string x = images;
    std::int64_t height = options.inputHeight;
    std::int64_t width = options.inputWidth;
    std::vector<std::string> parts;
    for (std::size_t stage = 1; stage <= 4; ++stage) {
        const std::string prefix = "backbone.stage" + std::to_string(stage) + ".";
        const auto convBnRelu = [&](const std::string& input, const std::string& place,
                                    const std::string& number, std::int64_t stride, const Shape& pads) {
            const std::string conv = layers.convolution(input, place + "conv" + number, stride, pads);
            return graph.addNode("Relu", {layers.batchNorm(conv, place + "bn" + number)},
                                 place + "relu" + number);
        };
        // Top, left, bottom and right.
        const Shape pads = options.tfSamePadding ? Shape{height % 2, width % 2, 1, 1} : Shape{1, 1, 1, 1};
        x = convBnRelu(x, prefix, "", 2, pads);
        height = (height + 1) / 2;
        width = (width + 1) / 2;
        for (int block = 1; block <= resFaceBlocks(options.depth)[stage - 1]; ++block) {
            const std::string place = prefix + "block" + std::to_string(block) + ".";
            const std::string inner = convBnRelu(x, place, "1", 1, {1, 1, 1, 1});
            x = graph.addNode("Add", {x, convBnRelu(inner, place, "2", 1, {1, 1, 1, 1})}, place + "sum");
        }
        if (options.multiLayer) {
            const std::string pooled = graph.addNode("GlobalAveragePool", {x}, prefix + "pool");
            parts.push_back(addFlatten(graph, pooled, prefix + "pooled"));
        }
    }
    ResFaceNames names;
    names.features = addFlatten(graph, x, "backbone.flat");
    const std::string embedding =
        layers.batchNorm(layers.linear(names.features, "backbone.fc"), "backbone.fc_bn");
    names.mu = addUnitRows(graph, embedding, options.embeddingSize, "mu");
    if (options.multiLayer) {
        parts.insert(parts.begin(), names.features);
        names.features = graph.addNode("Concat", parts, "backbone.features", {{"axis", std::int64_t{1}}});
    }
    return names;
}

}  // namespace pf::detail
