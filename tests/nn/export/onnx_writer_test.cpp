#include "core/nn/export/onnx_writer.h"

#include <fstream>
#include <set>

#include "core/base/rng.h"
#include "core/nn/export/onnx_graph.h"
#include "tests/nn/export/export_samples.h"
#include "tests/nn/export/onnx_evaluator.h"
#include "tests/nn/nn_support.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::messageOf;
using test::readOnnx;

const OnnxLabels kLabels{"1.2.3", "a sentence", {{"probface.step", "7"}}};

class OnnxWriter : public test::NnTest {
  protected:
    std::filesystem::path out() const { return folder_ / "out.onnx"; }

    static void expectShape(const onnx::ValueInfoProto& value, const std::string& name,
                            const std::vector<std::int64_t>& afterBatch) {
        EXPECT_EQ(value.name(), name);
        const auto& dims = value.type().tensor_type().shape().dim();
        ASSERT_EQ(static_cast<std::size_t>(dims.size()), afterBatch.size() + 1);
        EXPECT_EQ(dims[0].dim_param(), "batch");
        for (std::size_t i = 0; i < afterBatch.size(); ++i) {
            EXPECT_EQ(dims[static_cast<int>(i) + 1].dim_value(), afterBatch[i]);
        }
    }

    /// Somebody's network: images [batch, 3, 4, 4] -> "mu" [batch, 5, 1, 1] not normalised, and the map.
    onnx::ModelProto theirs(std::int64_t opset = 9) const {
        onnx::ModelProto model;
        model.set_ir_version(4);
        model.set_producer_name("somebody");
        model.add_opset_import()->set_version(opset);
        auto* graph = model.mutable_graph();
        graph->set_name("net");
        detail::OnnxGraph builder(*graph);
        builder.addInput("data", {-1, 3, 4, 4});
        const std::vector<std::int64_t> none{0, 0, 0, 0};
        const auto conv = [&](const std::string& input, const at::Tensor& weight, const std::string& name) {
            const std::vector<std::int64_t> kernel(weight.sizes().slice(2).vec());
            return builder.addNode("Conv", {input, builder.addTensor("head.fc1.weight", weight)}, name,
                                   {{"dilations", std::vector<std::int64_t>{1, 1}},
                                    {"group", std::int64_t{1}},
                                    {"kernel_shape", kernel},
                                    {"pads", none},
                                    {"strides", std::vector<std::int64_t>{1, 1}}});
        };
        const std::string map = conv("data", at::randn({2, 3, 3, 3}), "map");
        graph->mutable_node(0)->set_name("inner layer");
        builder.addOutput(conv(map, at::randn({5, 2, 2, 2}), "mu"), {-1, 5, 1, 1});
        return model;
    }

    OnnxSource stored(const onnx::ModelProto& model) const {
        OnnxSource source{folder_ / "theirs.onnx", "mu", "inner layer", 5};
        std::ofstream stream(source.file, std::ios::binary);
        model.SerializeToOstream(&stream);
        return source;
    }
};

TEST_F(OnnxWriter, TheHeadAloneGivesItsSigma) {
    for (const std::int64_t sigma : {1, 4}) {
        UncertaintyHead head = test::sampleHead(11, sigma);
        writeHeadOnnx(out(), head, kLabels);
        const auto model = readOnnx(out());
        EXPECT_EQ(model.producer_name(), "probface");
        EXPECT_EQ(model.producer_version(), "1.2.3");
        EXPECT_EQ(model.opset_import(0).version(), 11);
        EXPECT_EQ(model.metadata_props(0).key(), "probface.step");
        EXPECT_EQ(model.metadata_props(0).value(), "7");
        ASSERT_EQ(model.graph().output_size(), 1);
        expectShape(model.graph().input(0), "features", {11});
        expectShape(model.graph().output(0), "sigma_sq", {sigma});
        const at::Tensor features = at::randn({5, 11});
        const auto values = test::evaluate(model.graph(), {{"features", features}});
        EXPECT_LT(test::maxDifference(values.at("sigma_sq"), head.forward(features).exp()), 1e-6);
    }
}

TEST_F(OnnxWriter, ResFaceWithHeadGivesBoth) {
    for (const bool multiLayer : {false, true}) {
        for (const bool samePadding : {false, true}) {
            ResFace network = test::sampleResFace(multiLayer, samePadding);
            UncertaintyHead head = test::sampleHead(network.featureSize(), multiLayer ? 1 : 6);
            writeOnnx(out(), network, head, kLabels);
            const auto model = readOnnx(out());
            ASSERT_EQ(model.graph().output_size(), 2);
            expectShape(model.graph().input(0), "images", {3, 36, 33});
            expectShape(model.graph().output(0), "mu", {6});
            expectShape(model.graph().output(1), "sigma_sq", {multiLayer ? 1 : 6});
            const at::Tensor images = at::randn({3, 3, 36, 33});
            const auto values = test::evaluate(model.graph(), {{"images", images}});
            const BackboneOutput expected = network.forward(images);
            EXPECT_LT(test::maxDifference(values.at("mu"), expected.mu), 1e-5);
            EXPECT_LT(test::maxDifference(values.at("sigma_sq"), head.forward(expected.features).exp()),
                      1e-5);
        }
    }
}

TEST_F(OnnxWriter, SomebodysGraphGetsTheHead) {
    onnx::ModelProto model = theirs();
    const at::Tensor images = at::randn({3, 3, 4, 4});
    const auto before = test::evaluate(model.graph(), {{"data", images}});
    const at::Tensor raw = before.at("mu").flatten(1);
    const at::Tensor mu = raw / raw.norm(2, {1}, true);
    for (const std::string features : {"inner layer", "map", ""}) {
        OnnxSource source = stored(model);
        source.featureOutput = features;
        UncertaintyHead head = test::sampleHead(features.empty() ? 5 : 8, 1);
        writeOnnx(out(), source, head, kLabels);
        const auto joined = readOnnx(out());
        EXPECT_EQ(joined.producer_name(), "somebody");
        EXPECT_EQ(joined.opset_import(0).version(), 9);
        ASSERT_EQ(joined.graph().output_size(), 2);
        expectShape(joined.graph().output(0), "mu", {5});
        expectShape(joined.graph().output(1), "sigma_sq", {1});
        std::set<std::string> names;
        for (const auto& tensor : joined.graph().initializer()) {
            EXPECT_TRUE(names.insert(tensor.name()).second) << tensor.name();
        }
        const auto values = test::evaluate(joined.graph(), {{"data", images}});
        EXPECT_LT(test::maxDifference(values.at("mu"), mu), 1e-6);
        const at::Tensor seen = features.empty() ? mu : before.at("map").flatten(1);
        EXPECT_LT(test::maxDifference(values.at("sigma_sq"), head.forward(seen).exp()), 1e-5);
    }
}

TEST_F(OnnxWriter, WhatItDoesNotKnowIsKept) {
    // value_info (13) of the graph, training_info (20) and functions (25) of the model: not in our
    // description.
    std::string bytes = theirs().SerializeAsString();
    bytes += std::string("\xA2\x01\x03pf1", 6) + std::string("\xCA\x01\x03pf2", 6);
    OnnxSource source = stored(theirs());
    std::ofstream(source.file, std::ios::binary) << bytes;
    writeOnnx(out(), source, test::sampleHead(8, 1), kLabels);
    std::ifstream stream(out(), std::ios::binary);
    const std::string written{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_NE(written.find("\x03pf1"), std::string::npos);
    EXPECT_NE(written.find("\x03pf2"), std::string::npos);
}

TEST_F(OnnxWriter, GraphsThatCannotTakeTheHeadAreNamed) {
    const UncertaintyHead head = test::sampleHead(8, 1);
    const auto refusal = [&](const onnx::ModelProto& model, const std::string& embedding = "mu") {
        OnnxSource source = stored(model);
        source.embeddingOutput = embedding;
        const std::string text = messageOf(ErrorCode::Data, [&] { writeOnnx(out(), source, head, kLabels); });
        EXPECT_NE(text.find("theirs.onnx"), std::string::npos);
        return text;
    };
    EXPECT_NE(refusal(theirs(6)).find("opset before 7"), std::string::npos);
    EXPECT_NE(refusal(onnx::ModelProto()).find("not an ONNX model"), std::string::npos);
    EXPECT_NE(refusal(theirs(), "embedding").find("'embedding'"), std::string::npos);
    onnx::ModelProto split = theirs();
    split.mutable_graph()->mutable_initializer(0)->set_data_location(1);
    EXPECT_NE(refusal(split).find("another file"), std::string::npos);
    onnx::ModelProto nested = theirs();
    nested.mutable_graph()->mutable_node(0)->add_attribute()->set_type(5);
    EXPECT_NE(refusal(nested).find("rename that tensor"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(OnnxWriter, DamagedGraphsGiveAnErrorOrAFile) {
    const test::Bytes whole = test::toBytes(theirs().SerializeAsString());
    const UncertaintyHead head = test::sampleHead(8, 1);
    const OnnxSource source{"theirs.onnx", "mu", "inner layer", 5};
    Rng rng(4);
    int refused = 0;
    int written = 0;
    for (int round = 0; round < 100000; ++round) {
        try {
            const std::string joined =
                onnxWithHead(test::toText(test::mutated(whole, rng)), source, head, kLabels);
            written += joined.size() > whole.size() ? 1 : 0;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(written, 1000);
    EXPECT_GT(refused, 1000);
}

TEST_F(OnnxWriter, AFailingDiskLeavesNothing) {
    const UncertaintyHead head = test::sampleHead(5, 1);
    std::ofstream(folder_ / "file") << "in the way";
    messageOf(ErrorCode::Io, [&] { writeHeadOnnx(folder_ / "file" / "out.onnx", head, kLabels); });
    messageOf(ErrorCode::Io, [&] { writeHeadOnnx(folder_ / "absent" / "out.onnx", head, kLabels); });
    messageOf(ErrorCode::Shape, [&] { writeOnnx(out(), test::sampleResFace(false, false), head, kLabels); });
}

}  // namespace
}  // namespace pf
