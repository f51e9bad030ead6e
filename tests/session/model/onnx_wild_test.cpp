// ONNX graphs as other programs write them: channels last, a length beside the embedding, a fixed batch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>

#include <torch/torch.h>

#include "core/formats/onnx/onnx_training.h"
#include "core/session/model/internal/onnx_backbone.h"
#include "tests/support/bytes.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::OnnxModel;
using test::Sides;
using testing::Contains;
using testing::HasSubstr;

class OnnxInTheWild : public testing::Test {
  protected:
    OnnxBackboneOptions write(const OnnxModel& model) const {
        OnnxBackboneOptions options;
        options.file = folder_.write("net.onnx", model.bytes());
        options.inputHeight = 8;
        options.inputWidth = 8;
        return options;
    }
    /// The small face network behind `input`.
    static void addNetwork(OnnxModel& model, const std::string& input) {
        model.constant("filters", {4, 3, 3, 3}, test::smallConvolution);
        model.constant("matrix", {5, 64}, test::smallProjection);
        auto& convolution = model.node("Conv", {input, "filters"}, "maps");
        OnnxModel::set(convolution, "kernel_shape", Sides{3, 3});
        OnnxModel::set(convolution, "strides", Sides{2, 2});
        OnnxModel::set(convolution, "pads", Sides{1, 1, 1, 1});
        model.node("Flatten", {"maps"}, "flat");
        OnnxModel::set(model.node("Gemm", {"flat", "matrix"}, "raw"), "transB", 1);
    }

    test::TemporaryFolder folder_;
    at::Tensor images_ = torch::randn({3, 3, 8, 8});
};

TEST_F(OnnxInTheWild, BytesAreGivenAsBytesOrRefused) {
    OnnxModel model({1, 3, 8, 8});
    addNetwork(model, "images");
    model.output("raw", {1, 5});
    model.graph().mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(2);  // uint8
    auto options = write(model);
    EXPECT_THAT(test::errorOf([&] { OnnxBackbone(options, at::kCPU); }),
                HasSubstr("set model.input.mean=[0,0,0] and model.input.std=[1,1,1]"));
    options.isGivenPixels = true;
    EXPECT_EQ(OnnxBackbone(options, at::kCPU).embeddingSize(), 5);
}

TEST_F(OnnxInTheWild, AQuantisedGraphIsRefusedWithTheReason) {
    OnnxModel model({1, 3, 8, 8});
    model.constant("scale", {}, [](std::int64_t) { return 0.1F; });
    model.node("QuantizeLinear", {"images", "scale"}, "small");
    model.node("DequantizeLinear", {"small", "scale"}, "again");
    addNetwork(model, "again");
    model.output("raw", {1, 5});
    EXPECT_THAT(test::errorOf([&] { OnnxBackbone(write(model), at::kCPU); }),
                HasSubstr("export the network in float32"));
}

TEST_F(OnnxInTheWild, BothSidesAreNamedAndOpenOnesToo) {
    OnnxModel model({1, 3, 16, 16});
    OnnxModel::set(model.node("Flatten", {"images"}, "flat"), "axis", 1);
    model.output("flat", {1, 768});
    EXPECT_THAT(test::errorOf([&] { OnnxBackbone(write(model), at::kCPU); }),
                HasSubstr("set model.input.height=16 and model.input.width=16"));
    OnnxModel open({-1, -1, -1, -1});
    addNetwork(open, "images");
    open.output("raw", {-1, 5});
    EXPECT_THAT(test::errorOf([&] { OnnxBackbone(write(open), at::kCPU); }),
                HasSubstr("export it for one size, e.g. [1, 3, 112, 112]"));
}

TEST_F(OnnxInTheWild, AnOpenSizeMayBeWrittenAsMinusOne) {
    OnnxModel model({1, 3, 8, 8});
    addNetwork(model, "images");
    model.output("raw", {1, 5});
    auto* shape = model.graph().mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
    shape->mutable_dim(0)->set_dim_value(-1);
    EXPECT_EQ(OnnxBackbone(write(model), at::kCPU).embeddingSize(), 5);
}

TEST_F(OnnxInTheWild, ChannelsLastGiveTheSameEmbedding) {
    OnnxModel first({1, 3, 8, 8});
    addNetwork(first, "images");
    first.output("raw", {1, 5});
    const at::Tensor wanted = OnnxBackbone(write(first), at::kCPU).forward(images_).mu;
    OnnxModel last({1, 8, 8, 3});
    OnnxModel::set(last.node("Transpose", {"images"}, "turned"), "perm", Sides{0, 3, 1, 2});
    addNetwork(last, "turned");
    last.output("raw", {1, 5});
    OnnxBackbone backbone(write(last), at::kCPU);
    EXPECT_LT((backbone.forward(images_).mu - wanted).abs().max().item<float>(), 1e-5F);
    EXPECT_THAT(backbone.notes(), Contains(HasSubstr("channels last")));
    auto wrong = write(last);
    wrong.inputWidth = 16;
    EXPECT_THAT(test::errorOf([&] { OnnxBackbone(wrong, at::kCPU); }), HasSubstr("model.input.width=8"));
}

TEST_F(OnnxInTheWild, ALengthBesideTheEmbeddingIsNoFeature) {
    OnnxModel model({1, 3, 8, 8});
    addNetwork(model, "images");
    model.constant("row", {1, 64}, [](auto) { return 0.01F; });
    OnnxModel::set(model.node("Gemm", {"flat", "row"}, "norm"), "transB", 1);
    model.output("raw", {1, 5});
    model.output("norm", {1, 1});
    OnnxBackbone backbone(write(model), at::kCPU);
    EXPECT_EQ(backbone.embeddingSize(), 5);
    EXPECT_EQ(backbone.featureSize(), 5) << "the embedding feeds the head";
    EXPECT_THAT(backbone.notes(), Contains(HasSubstr("norm has one value per image")));
}

TEST_F(OnnxInTheWild, OperatorsOfTrainingAreFound) {
    const auto withDropout = [&](bool training) {
        OnnxModel model({1, 3, 8, 8});
        addNetwork(model, "images");
        model.constant("ratio", {}, [](auto) { return 0.4F; });
        auto& mode = *model.graph().add_initializer();
        mode.set_name("mode");
        mode.set_data_type(9);
        mode.set_raw_data(std::string(1, training ? '\1' : '\0'));
        model.node("Dropout", {"raw", "ratio", "mode"}, "dropped");
        model.output("dropped", {1, 5});
        const std::string bytes = model.bytes();
        return readOnnxOutline(std::as_bytes(std::span(bytes)), "net.onnx");
    };
    EXPECT_EQ(onnxTrainingOperator(withDropout(true)), "Dropout (node 'Dropout_dropped')");
    EXPECT_EQ(onnxTrainingOperator(withDropout(false)), "");
    const auto withNormalisation = [&](std::int64_t mode) {
        OnnxModel model({1, 3, 8, 8});
        for (const char* name : {"scale", "shift", "mean", "variance"}) {
            model.constant(name, {3}, [](auto) { return 1.0F; });
        }
        auto& node =
            model.node("BatchNormalization", {"images", "scale", "shift", "mean", "variance"}, "normal");
        if (mode > 0) {
            OnnxModel::set(node, "training_mode", mode);
        }
        addNetwork(model, "normal");
        model.output("raw", {1, 5});
        return OnnxBackbone(write(model), at::kCPU).unsteadiness();
    };
    EXPECT_THAT(withNormalisation(1),
                testing::AllOf(HasSubstr("exported in training mode"), HasSubstr("BatchNormalization"),
                               HasSubstr("model.eval()")));
    EXPECT_EQ(withNormalisation(0), "");
}

TEST_F(OnnxInTheWild, AFixedBatchThatMixesItsImagesIsFound) {
    OnnxModel sound({2, 3, 8, 8});
    addNetwork(sound, "images");
    sound.output("raw", {2, 5});
    EXPECT_EQ(OnnxBackbone(write(sound), at::kCPU).unsteadiness(), "");
    OnnxModel mixing({2, 3, 8, 8});
    addNetwork(mixing, "images");
    mixing.constant("both", {2, 2}, [](auto i) { return i == 2 ? 0.0F : 1.0F; });
    OnnxModel::set(mixing.node("Transpose", {"raw"}, "columns"), "perm", Sides{1, 0});
    mixing.node("MatMul", {"columns", "both"}, "mixed");
    OnnxModel::set(mixing.node("Transpose", {"mixed"}, "rows"), "perm", Sides{1, 0});
    mixing.output("rows", {2, 5});
    EXPECT_THAT(OnnxBackbone(write(mixing), at::kCPU).unsteadiness(), HasSubstr("in its batch"));
}

}  // namespace
}  // namespace pf
