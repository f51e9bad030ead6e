#include "core/nn/export/onnx_writer.h"

#include <algorithm>
#include <limits>
#include <span>

#include "core/base/error.h"
#include "core/nn/export/onnx_layers.h"
#include "core/nn/pch.h"

namespace pf {
namespace {

using detail::addFlatten;
using detail::addHead;
using detail::OnnxGraph;

constexpr std::int64_t kOpset = 11;
constexpr std::int64_t kIrVersion = 6;
/// From here on BatchNormalization needs no `is_test` and Add broadcasts by itself.
constexpr std::int64_t kOldestOpset = 7;
constexpr std::int64_t kBatch = -1;
constexpr std::uint64_t kLargestFile = std::numeric_limits<std::int32_t>::max();
constexpr int kAttributeGraph = 5;
constexpr int kAttributeGraphs = 10;
constexpr int kInAnotherFile = 1;

void label(onnx::ModelProto& model, const OnnxLabels& labels) {
    if (model.doc_string().empty()) {
        model.set_doc_string(labels.description);
    }
    auto& entries = *model.mutable_metadata_props();
    for (const auto& [key, value] : labels.properties) {
        auto entry =
            std::find_if(entries.begin(), entries.end(), [&](const auto& item) { return item.key() == key; });
        auto& target = entry == entries.end() ? *entries.Add() : *entry;
        target.set_key(key);
        target.set_value(value);
    }
}

onnx::ModelProto newModel(const std::string& name, const OnnxLabels& labels) {
    onnx::ModelProto model;
    model.set_ir_version(kIrVersion);
    model.set_producer_name("probface");
    model.set_producer_version(labels.producerVersion);
    auto* opset = model.add_opset_import();
    opset->set_domain("");
    opset->set_version(kOpset);
    model.mutable_graph()->set_name(name);
    label(model, labels);
    return model;
}

std::string serialised(const onnx::ModelProto& model) {
    throwIf(model.ByteSizeLong() > kLargestFile, ErrorCode::Data,
            "an ONNX file holds at most 2 GiB and this model needs more; export it as TorchScript");
    return model.SerializeAsString();
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    writeFileAtomically(file, [&](const ByteSink& sink) { sink(std::as_bytes(std::span(bytes))); });
}

onnx::ModelProto parsed(const std::string& bytes, const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& reason) {
        return Error(ErrorCode::Data, reason, file.string());
    };
    onnx::ModelProto model;
    throwIf(!model.ParseFromString(bytes) || model.graph().node().empty(), refuse("is not an ONNX model"));
    for (const auto& tensor : model.graph().initializer()) {
        throwIf(tensor.data_location() == kInAnotherFile,
                refuse("keeps weights in another file; save it as one file"));
    }
    const auto& opsets = model.opset_import();
    const auto opset = std::find_if(opsets.begin(), opsets.end(), [](const auto& entry) {
        return entry.domain().empty() || entry.domain() == "ai.onnx";
    });
    if (opset == opsets.end() || opset->version() < kOldestOpset) {
        throw refuse("is of an opset before " + std::to_string(kOldestOpset) +
                     "; export it with a newer one");
    }
    return model;
}

bool hasSubgraphs(const onnx::GraphProto& graph) {
    return std::any_of(graph.node().begin(), graph.node().end(), [](const onnx::NodeProto& node) {
        return std::any_of(node.attribute().begin(), node.attribute().end(), [](const auto& attribute) {
            return attribute.type() == kAttributeGraph || attribute.type() == kAttributeGraphs;
        });
    });
}

/// The tensor that a name means: itself, or the first output of the node called so.
std::string tensorOf(const onnx::GraphProto& graph, const OnnxGraph& known, const std::string& name,
                     const std::filesystem::path& file) {
    if (known.defines(name)) {
        return name;
    }
    for (const auto& node : graph.node()) {
        if (node.name() == name && !node.output().empty()) {
            return node.output(0);
        }
    }
    throw Error(ErrorCode::Data, "has no output or inner layer '" + name + "'", file.string());
}

/// Size of the batch as the graph's image input declares it: kBatch with a name, or a number.
std::int64_t declaredBatch(const onnx::GraphProto& graph, std::string& name) {
    for (const auto& input : graph.input()) {
        const bool stored = std::any_of(graph.initializer().begin(), graph.initializer().end(),
                                        [&](const auto& tensor) { return tensor.name() == input.name(); });
        const auto& shape = input.type().tensor_type().shape();
        if (stored || shape.dim().empty()) {
            continue;
        }
        if (shape.dim(0).has_dim_value() && shape.dim(0).dim_value() > 0) {
            return shape.dim(0).dim_value();
        }
        if (!shape.dim(0).dim_param().empty()) {
            name = shape.dim(0).dim_param();
        }
        return kBatch;
    }
    return kBatch;
}

}  // namespace

void writeHeadOnnx(const std::filesystem::path& file, const UncertaintyHead& head, const OnnxLabels& labels) {
    onnx::ModelProto model = newModel("uncertainty_head", labels);
    OnnxGraph graph(*model.mutable_graph());
    graph.addInput("features", {kBatch, head.options().inputSize});
    addHead(graph, "features", head);
    graph.addOutput("sigma_sq", {kBatch, head.options().sigmaSize});
    write(file, serialised(model));
}

void writeOnnx(const std::filesystem::path& file, const ResFace& network, const UncertaintyHead& head,
               const OnnxLabels& labels) {
    refuseIf(head.options().inputSize != network.featureSize(), ErrorCode::Shape, "the head takes ",
             head.options().inputSize, " features, the backbone gives ", network.featureSize());
    onnx::ModelProto model = newModel("probabilistic_face", labels);
    OnnxGraph graph(*model.mutable_graph());
    graph.addInput("images", {kBatch, 3, network.inputHeight(), network.inputWidth()});
    const detail::ResFaceNames names = detail::addResFace(graph, "images", network);
    addHead(graph, names.features, head);
    graph.addOutput(names.mu, {kBatch, network.embeddingSize()});
    graph.addOutput("sigma_sq", {kBatch, head.options().sigmaSize});
    write(file, serialised(model));
}

std::string onnxWithHead(const std::string& bytes, const OnnxSource& network, const UncertaintyHead& head,
                         const OnnxLabels& labels) {
    onnx::ModelProto model = parsed(bytes, network.file);
    onnx::GraphProto& theirs = *model.mutable_graph();
    OnnxGraph graph(theirs);
    std::string embedding = tensorOf(theirs, graph, network.embeddingOutput, network.file);
    std::string features = network.featureOutput.empty()
                               ? std::string()
                               : tensorOf(theirs, graph, network.featureOutput, network.file);
    const bool nested = hasSubgraphs(theirs);
    for (const char* output : {"mu", "sigma_sq"}) {
        const std::string other = graph.renamed(output);
        failDataIf(other != output && nested, network.file.string(), "has a tensor '", output,
                   "' and inner graphs that may use it; rename that tensor");
        embedding = embedding == output ? other : embedding;
        features = features == output ? other : features;
    }
    const std::string mu = detail::addUnitRows(graph, addFlatten(graph, embedding, "head.embedding"),
                                               network.embeddingSize, "mu");
    addHead(graph, features.empty() ? mu : addFlatten(graph, features, "head.features"), head);
    std::string batchName = "batch";
    const std::int64_t batch = declaredBatch(theirs, batchName);
    theirs.clear_output();
    graph.addOutput(mu, {batch, network.embeddingSize}, batchName);
    graph.addOutput("sigma_sq", {batch, head.options().sigmaSize}, batchName);
    label(model, labels);
    return serialised(model);
}

void writeOnnx(const std::filesystem::path& file, const OnnxSource& network, const UncertaintyHead& head,
               const OnnxLabels& labels) {
    write(file, onnxWithHead(readTextFile(network.file, kLargestFile), network, head, labels));
}

}  // namespace pf
