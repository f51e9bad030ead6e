#include "core/session/model/internal/onnx_backbone.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/numpy/npy.h"
#include "core/data/input/batch_loader.h"
#include "core/session/images.h"
#include "core/session/model/internal/network.h"
#include "core/train/view_images.h"
#include "tests/nn/nn_support.h"
#include "tests/support/matchers.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;

class OnnxBackboneTest : public test::NnTest {
  protected:
    OnnxBackboneOptions small(std::int64_t batch = 0) {
        OnnxBackboneOptions options;
        options.file = write(test::smallFaceNetwork(batch).bytes());
        options.inputHeight = 8;
        options.inputWidth = 8;
        return options;
    }
    std::filesystem::path write(const std::string& bytes, const std::string& name = "net.onnx") {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }
};

/// smallFaceNetwork() over again: features and embedding.
std::pair<at::Tensor, at::Tensor> recomputed(const at::Tensor& images) {
    const auto filled = [](std::vector<std::int64_t> shape, float (*value)(std::int64_t)) {
        const at::Tensor tensor = at::empty(shape);
        for (std::int64_t i = 0; i < tensor.numel(); ++i) {
            tensor.data_ptr<float>()[i] = value(i);
        }
        return tensor;
    };
    const at::Tensor maps =
        at::conv2d(images, filled({4, 3, 3, 3}, test::smallConvolution), {}, {2, 2}, {1, 1});
    const at::Tensor features = at::leaky_relu(maps, 0.25).flatten(1);
    return {features, features.matmul(filled({5, 64}, test::smallProjection).t()) + at::arange(5) * 0.1};
}

TEST_F(OnnxBackboneTest, ChoosesItsOutputsAndNormalises) {
    OnnxBackbone backbone(small(), at::kCPU);
    EXPECT_EQ(backbone.embeddingSize(), 5);
    EXPECT_EQ(backbone.featureSize(), 64);
    EXPECT_THAT(backbone.outputs(), ElementsAre("features [1, 64]", "embedding [1, 5]"));
    EXPECT_THAT(backbone.notes(),
                ElementsAre(AllOf(HasSubstr("the embedding is embedding, the features are features")),
                            HasSubstr("not unit vectors")));
    const at::Tensor images = at::randn({7, 3, 8, 8});
    const auto [features, embedding] = recomputed(images);
    const BackboneOutput output = backbone.forward(images);
    EXPECT_LT(test::maxDifference(output.features, features), 1e-5);
    EXPECT_LT(test::maxDifference(output.mu, embedding / embedding.norm(2, {1}, true)), 1e-5);
    EXPECT_LT(test::maxDifference(backbone.embeddingNorms(images), embedding.norm(2, {1})), 1e-5);
}

TEST_F(OnnxBackboneTest, TakesTheOutputsThatAreNamed) {
    OnnxBackboneOptions options = small();
    options.featureOutput = "maps";
    EXPECT_EQ(OnnxBackbone(options, at::kCPU).featureSize(), 64);
    options.featureOutput = "embedding";
    OnnxBackbone alone(options, at::kCPU);
    EXPECT_EQ(alone.featureSize(), 5);
    EXPECT_THAT(alone.notes(), testing::Contains(HasSubstr("sees the embedding itself")));
    options.embeddingOutput = "features";
    EXPECT_EQ(OnnxBackbone(options, at::kCPU).embeddingSize(), 64);
    options.embeddingOutput = "maps";
    EXPECT_THAT(test::messageOf(ErrorCode::Data, [&] { OnnxBackbone(options, at::kCPU); }),
                AllOf(HasSubstr("maps [1, 4, 4, 4]"), HasSubstr("model.backbone.embedding_output")));
    options.embeddingOutput = "nothing";
    EXPECT_THAT(test::messageOf(ErrorCode::Config, [&] { OnnxBackbone(options, at::kCPU); }),
                HasSubstr("'nothing'"));
}

TEST_F(OnnxBackboneTest, GraphsOfAFixedBatchGiveTheSame) {
    const at::Tensor images = at::randn({5, 3, 8, 8});
    const BackboneOutput expected = OnnxBackbone(small(), at::kCPU).forward(images);
    for (const std::int64_t batch : {1, 2, 8}) {
        const BackboneOutput output = OnnxBackbone(small(batch), at::kCPU).forward(images);
        EXPECT_LT(test::maxDifference(output.mu, expected.mu), 1e-6) << batch;
        EXPECT_LT(test::maxDifference(output.features, expected.features), 1e-6) << batch;
    }
    // A batch that is written into the graph, and not just stated.
    auto fixed = test::smallFaceNetwork(1);
    auto* shape = fixed.graph().add_initializer();
    shape->set_name("shape");
    shape->set_data_type(7);
    shape->add_dims(2);
    shape->add_int64_data(1);
    shape->add_int64_data(64);
    fixed.graph().mutable_node(2)->set_op_type("Reshape");
    fixed.graph().mutable_node(2)->add_input("shape");
    OnnxBackboneOptions options = small();
    options.file = write(fixed.bytes(), "fixed.onnx");
    EXPECT_LT(test::maxDifference(OnnxBackbone(options, at::kCPU).forward(images).mu, expected.mu), 1e-6);
}

TEST_F(OnnxBackboneTest, RefusesWhatDoesNotFit) {
    OnnxBackboneOptions options = small();
    options.inputHeight = 9;
    EXPECT_THAT(test::messageOf(ErrorCode::Config, [&] { OnnxBackbone(options, at::kCPU); }),
                AllOf(HasSubstr("images [?, 3, 8, 8]"), HasSubstr("set model.input.height=8")));
    options.inputHeight = 8;
    OnnxBackbone backbone(options, at::kCPU);
    EXPECT_THAT(test::messageOf(ErrorCode::Shape,
                                [&] {
                                    backbone.forward(at::zeros({1, 3, 8, 9}));
                                }),
                HasSubstr("[1, 3, 8, 9]"));
    auto maps = test::smallFaceNetwork();
    maps.graph().clear_output();
    maps.output("maps", {0, 4, 4, 4});
    options.file = write(maps.bytes(), "maps.onnx");
    EXPECT_THAT(test::messageOf(ErrorCode::Data, [&] { OnnxBackbone(options, at::kCPU); }),
                HasSubstr("none of its outputs is an embedding"));
}

TEST_F(OnnxBackboneTest, ItsIdentityIsItsFile) {
    OnnxBackboneOptions options = small();
    const OnnxBackbone backbone(options, at::kCPU);
    const std::string hash = backbone.sha256();
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_EQ(OnnxBackbone(options, at::kCPU).sha256(), hash);
    options.featureOutput = "maps";
    EXPECT_NE(OnnxBackbone(options, at::kCPU).sha256(), hash) << "other features for the head";
    options.featureOutput = "";
    auto other = test::smallFaceNetwork();
    other.graph().mutable_initializer(0)->set_float_data(0, 3.0F);
    write(other.bytes());
    EXPECT_EQ(backbone.sha256(), hash) << "what runs is what was opened";
    EXPECT_NE(OnnxBackbone(options, at::kCPU).sha256(), hash);
}

TEST_F(OnnxBackboneTest, IsOpenedByExtensionContentOrName) {
    Options options;
    options.model.input.height = 8;
    options.model.input.width = 8;
    for (const char* name : {"net.onnx", "NET.ONNX", "weights.bin", "noextension"}) {
        options.model.backbone.file = write(test::smallFaceNetwork().bytes(), name).string();
        const OpenedBackbone opened = openBackbone(options, at::kCPU);
        EXPECT_THAT(opened.notes.front(), AllOf(HasSubstr("backbone: ONNX"), HasSubstr(name))) << name;
    }
    options.model.backbone.kind = "onnx";
    options.model.backbone.file = write(test::smallFaceNetwork().bytes(), "net.pt").string();
    EXPECT_EQ(openBackbone(options, at::kCPU).network->featureSize(), 64);
    options.model.backbone.featureOutput = "embedding";
    EXPECT_EQ(openBackbone(options, at::kCPU).network->featureSize(), 5);
    options.model.input.mean = {1, 2};
    EXPECT_THAT(test::messageOf(ErrorCode::Config, [&] { preprocessFor(options, false); }),
                HasSubstr("three"));
    options.model.input.mean = {1, 2, 3};
    options.model.input.crop = "112x96";
    options.model.input.filter = "lanczos";
    const PreprocessOptions preprocess = preprocessFor(options, false);
    EXPECT_EQ(preprocess.cropHeight, 112);
    EXPECT_EQ(preprocess.cropWidth, 96);
    EXPECT_EQ(preprocess.filter, ResizeFilter::Lanczos);
    for (const char* crop : {"112", "112x", "x96", "112x96x3", "0x96", "-1x5", "112 x 96", "99999999999x1"}) {
        options.model.input.crop = crop;
        EXPECT_THAT(test::messageOf(ErrorCode::Config, [&] { preprocessFor(options, false); }),
                    HasSubstr(crop));
    }
}

/// The real network: identity 001 through ONNX, through TorchScript and as PyTorch computed it.
TEST_F(OnnxBackboneTest, TheMobileNetworkGivesTheReferencesMu) {
    const std::filesystem::path shared = PF_SOURCE_DIR "/../shared";
    const auto onnx = shared / "models" / "mobilefacenet_112.onnx";
    const auto script = shared / "models" / "mobilefacenet_112.torchscript.pt";
    const auto numbers = shared / "reference" / "mobilefacenet_faces324_001.npz";
    const auto images = shared / "data" / "faces324" / "001";
    for (const auto& path : {onnx, script, numbers, images}) {
        if (!std::filesystem::exists(path)) {
            GTEST_SKIP() << "there is no " << path;
        }
    }
    Options options;
    options.model.input.mean = {123.675, 116.28, 103.53};
    options.model.input.std = {58.395, 57.12, 57.375};
    const NpzArrays reference = readNpz(numbers);
    const auto files = reference.at("files").toStrings();
    std::vector<std::string> paths;
    for (const auto& file : files) {
        paths.push_back((images / std::filesystem::path(file).filename()).string());
    }
    const FaceSetPtr faces = openImages(paths).faces();
    ASSERT_EQ(faces->size(), 14U);
    const auto loader = loadBatches(faces, preprocessFor(options, false),
                                    viewBatches(14, 14, [](std::int64_t i) { return View{i}; }));
    const auto batch = loader->next();
    ASSERT_TRUE(batch && batch->failures.empty());
    const at::Tensor pixels = imagesOf(*batch);
    auto mu = reference.at("mu").toFloats();
    const at::Tensor expected = torch::from_blob(mu.data(), {14, 128});

    options.model.backbone.file = onnx.string();
    const auto throughOnnx = openBackbone(options, at::kCPU);
    EXPECT_EQ(throughOnnx.network->featureSize(), 25088);
    const BackboneOutput first = throughOnnx.network->forward(pixels);
    options.model.backbone.file = script.string();
    const BackboneOutput second = openBackbone(options, at::kCPU).network->forward(pixels);
    EXPECT_LT(test::maxDifference(first.mu, expected), 1e-5);
    EXPECT_LT(test::maxDifference(second.mu, expected), 1e-5);
    EXPECT_LT(test::maxDifference(first.mu, second.mu), 1e-5);
    // The ONNX file's feature map is the first part of the TorchScript module's features.
    const at::Tensor map = second.features.narrow(1, 0, 25088);
    const double scale = map.abs().max().item<double>();
    EXPECT_LT(test::maxDifference(first.features, map), 1e-5 * scale);
}

}  // namespace
}  // namespace pf
