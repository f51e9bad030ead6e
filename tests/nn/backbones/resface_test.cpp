#include "core/nn/backbones/resface.h"

#include "core/nn/losses/arcface.h"
#include "core/nn/sgd.h"
#include "core/nn/weights/weights.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class ResFaceTest : public test::NnTest {};

/// Small enough to run many times.
ResFaceOptions tiny() {
    ResFaceOptions options;
    options.depth = 20;
    options.width = 1.0 / 16.0;
    options.inputHeight = 32;
    options.inputWidth = 48;
    options.embeddingSize = 16;
    return options;
}

TensorMap mapOf(const ResFace& network) {
    TensorMap map;
    for (const auto& [name, tensor] : network.namedTensors()) {
        map[name] = tensor;
    }
    return map;
}

TEST_F(ResFaceTest, FeatureSizesAreTheReferenceOnes) {
    const auto featureSize = [](double width, bool multiLayer) {
        ResFaceOptions options;
        options.width = width;
        options.multiLayer = multiLayer;
        return ResFace(options, 0).featureSize();
    };
    EXPECT_EQ(featureSize(1.0, false), 18432);
    EXPECT_EQ(featureSize(1.0, true), 19392);
    EXPECT_EQ(featureSize(0.5, true), 9696);
}

TEST_F(ResFaceTest, NormsAreThoseBeforeMuIsMadeAUnitVector) {
    for (const bool multiLayer : {false, true}) {
        ResFaceOptions options = tiny();
        options.multiLayer = multiLayer;
        ResFace network(options, 3);
        const at::Tensor images = at::randn({20, 3, 32, 48});
        const at::Tensor norms = network.embeddingNorms(images);
        ASSERT_EQ(norms.sizes(), at::IntArrayRef({20}));
        EXPECT_GT((norms.max() - norms.min()).item<float>(), 1e-3F) << "not those of unit vectors";
        // Twice the last weights make the embedding twice as long, and change nothing else.
        TensorMap tensors = mapOf(network);
        const at::Tensor mu = network.forward(images).mu;
        tensors["backbone.fc.weight"] = tensors["backbone.fc.weight"] * 2;
        network.load(tensors);
        EXPECT_LT(test::maxDifference(network.embeddingNorms(images), norms * 2), 1e-3);
        EXPECT_LT(test::maxDifference(network.forward(images).mu, mu), 1e-5);
    }
}

TEST_F(ResFaceTest, TheReferenceNetworkRunsAtItsSize) {
    ResFaceOptions options;
    options.width = 0.5;
    options.multiLayer = true;
    ResFace network(options, 1);
    const BackboneOutput output = network.forward(at::randn({1, 3, 96, 96}));
    EXPECT_EQ(output.features.sizes(), at::IntArrayRef({1, 9696}));
    EXPECT_EQ(output.mu.sizes(), at::IntArrayRef({1, 256}));
    int64_t convolutions = 0;
    for (const auto& [name, tensor] : network.parameters()) {
        convolutions += tensor.dim() == 4 ? 1 : 0;
    }
    // 4 entries + 2 * (3 + 8 + 16 + 3): the 64 of its name.
    // leaves out.
    EXPECT_EQ(convolutions, 64);
}

TEST_F(ResFaceTest, EverySizeAndDepthAgreesWithItsForward) {
    for (const int depth : {20, 36, 64}) {
        for (const bool same : {false, true}) {
            for (const int64_t height : {int64_t{17}, int64_t{32}, int64_t{50}}) {
                ResFaceOptions options = tiny();
                options.depth = depth;
                options.tfSamePadding = same;
                options.multiLayer = same;
                options.inputHeight = height;
                ResFace network(options, 2);
                const BackboneOutput output = network.forward(at::randn({2, 3, height, 48}));
                EXPECT_EQ(output.features.size(1), network.featureSize());
                EXPECT_EQ(output.mu.sizes(), at::IntArrayRef({2, 16}));
                EXPECT_LT((output.mu.norm(2, {1}) - 1.0).abs().max().item<double>(), 1e-5);
                EXPECT_FALSE(output.mu.requires_grad());
            }
        }
    }
}

TEST_F(ResFaceTest, MultiLayerAppendsThePooledMaps) {
    ResFaceOptions options = tiny();
    ResFace plain(options, 3);
    options.multiLayer = true;
    ResFace fused(options, 3);
    const at::Tensor images = at::randn({2, 3, 32, 48});
    const BackboneOutput a = plain.forward(images);
    const BackboneOutput b = fused.forward(images);
    EXPECT_TRUE(at::equal(a.mu, b.mu));
    const int64_t flat = a.features.size(1);
    EXPECT_TRUE(at::equal(b.features.narrow(1, 0, flat), a.features));
    EXPECT_EQ(b.features.size(1), flat + 4 + 8 + 16 + 32);
    const at::Tensor lastMap = a.features.view({2, 32, -1}).mean(2);
    EXPECT_LT(test::maxDifference(b.features.narrow(1, flat + 28, 32), lastMap), 1e-6);
}

/// The first stage alone, in plain loops: 3x3, stride 2, `pad` zeros before the first row and column.
at::Tensor handMadeEntry(const at::Tensor& image, const at::Tensor& weight, int64_t pad) {
    const int64_t height = (image.size(1) + 1) / 2;
    const int64_t width = (image.size(2) + 1) / 2;
    at::Tensor result = at::zeros({weight.size(0), height, width}, at::kDouble);
    const auto in = image.accessor<double, 3>();
    const auto w = weight.accessor<double, 4>();
    auto out = result.accessor<double, 3>();
    for (int64_t o = 0; o < weight.size(0); ++o) {
        for (int64_t y = 0; y < height; ++y) {
            for (int64_t x = 0; x < width; ++x) {
                for (int64_t c = 0; c < 3; ++c) {
                    for (int64_t k = 0; k < 9; ++k) {
                        const int64_t row = 2 * y + k / 3 - pad;
                        const int64_t column = 2 * x + k % 3 - pad;
                        if (row >= 0 && column >= 0 && row < image.size(1) && column < image.size(2)) {
                            out[o][y][x] += in[c][row][column] * w[o][c][k / 3][k % 3];
                        }
                    }
                }
            }
        }
    }
    return result;
}

TEST_F(ResFaceTest, SamePaddingMatchesAHandMadeConvolution) {
    struct Case {
        int64_t size;
        bool same;
        int64_t pad;
    };
    // TensorFlow pads an even side only at its end, an odd one at both; PyTorch always at both.
    for (const Case& c : {Case{32, true, 0}, Case{33, true, 1}, Case{32, false, 1}, Case{33, false, 1}}) {
        ResFaceOptions options = tiny();
        options.multiLayer = true;
        options.inputHeight = c.size;
        options.inputWidth = c.size;
        options.tfSamePadding = c.same;
        ResFace network(options, 4);
        network.to(at::kDouble);
        TensorMap tensors = mapOf(network);
        {
            // Without the residual branch of stage 1 its pooled map is relu(conv(x)) of the entry alone.
            const torch::NoGradGuard noGrad;
            tensors.at("backbone.stage1.block1.bn2.weight").zero_();
        }
        const at::Tensor image = at::randn({3, c.size, c.size}, at::kDouble);
        const at::Tensor entry =
            handMadeEntry(image, tensors.at("backbone.stage1.conv.weight").detach().contiguous(), c.pad);
        const at::Tensor pooled = (entry / std::sqrt(1.0 + options.bnEpsilon)).relu().mean({1, 2});
        const at::Tensor features = network.forward(image.unsqueeze(0)).features;
        const int64_t flat = network.featureSize() - 4 - 8 - 16 - 32;
        EXPECT_LT(test::maxDifference(features[0].narrow(0, flat, 4), pooled), 1e-12)
            << c.size << " " << c.same;
    }
}

TEST_F(ResFaceTest, LargeBatchesKeepOrderAndValues) {
    ResFace network(tiny(), 5);
    const at::Tensor images = at::randn({35, 3, 32, 48});
    const BackboneOutput all = network.forward(images);
    ASSERT_EQ(all.mu.size(0), 35);
    for (const int64_t i : {int64_t{0}, int64_t{15}, int64_t{16}, int64_t{34}}) {
        const BackboneOutput one = network.forward(images.narrow(0, i, 1));
        EXPECT_LT(test::maxDifference(one.mu[0], all.mu[i]), 1e-5);
        EXPECT_LT(test::maxDifference(one.features[0], all.features[i]), 1e-4);
    }
}

TEST_F(ResFaceTest, FrozenForwardChangesNothing) {
    ResFace network(tiny(), 5);
    const std::string before = tensorsSha256(network.namedTensors());
    const at::Tensor images = at::randn({3, 3, 32, 48});
    const at::Tensor together = network.forward(images).mu;
    EXPECT_LT(test::maxDifference(network.forward(images.narrow(0, 1, 1)).mu[0], together[1]), 1e-5);
    EXPECT_EQ(tensorsSha256(network.namedTensors()), before);
    network.forwardTraining(images);
    EXPECT_NE(tensorsSha256(network.namedTensors()), before);
}

TEST_F(ResFaceTest, LearnsClassesWithArcFace) {
    ResFaceOptions options = tiny();
    options.inputHeight = 16;
    options.inputWidth = 16;
    ResFace network(options, 6);
    ArcFaceOptions arcOptions;
    arcOptions.classes = 6;
    arcOptions.embeddingSize = 16;
    arcOptions.scale = 16.0;
    ArcFaceHead head(arcOptions, 6);
    NamedTensors parameters = network.parameters();
    for (const auto& item : head.parameters()) {
        parameters.push_back(item);
    }
    Sgd sgd(parameters);
    const at::Tensor patterns = at::randn({6, 3, 16, 16});
    const at::Tensor labels = at::arange(24, at::kLong).remainder(6);
    double first = 0.0;
    double last = 0.0;
    for (int step = 0; step < 40; ++step) {
        const at::Tensor images = patterns.index_select(0, labels) + 0.5 * at::randn({24, 3, 16, 16});
        sgd.zeroGrad();
        const at::Tensor loss = head.forward(network.forwardTraining(images).mu, labels).loss;
        loss.backward();
        ASSERT_TRUE(sgd.gradientsFinite());
        sgd.step(0.02);
        first = step == 0 ? loss.item<double>() : first;
        last = loss.item<double>();
    }
    EXPECT_LT(last, 0.5 * first);
    const at::Tensor test = patterns + 0.5 * at::randn({6, 3, 16, 16});
    const at::Tensor guesses =
        head.forward(network.forwardTraining(test).mu, at::arange(6, at::kLong)).cosine.argmax(1);
    EXPECT_GE(guesses.eq(at::arange(6, at::kLong)).sum().item<int64_t>(), 5);
}

TEST_F(ResFaceTest, SavedBackboneGivesTheSameEmbeddings) {
    ResFaceOptions options = tiny();
    options.multiLayer = true;
    options.tfSamePadding = true;
    ResFace network(options, 7);
    network.forwardTraining(at::randn({4, 3, 32, 48}));
    const Normalisation normalisation{{123.675, 116.28, 103.53}, {58.395, 57.12, 57.375}};
    const auto file = folder_ / "backbone.safetensors";
    saveBackbone(file, network, normalisation, {{"recipe", "a test"}});
    NativeBackbone loaded = loadBackbone(file);
    EXPECT_EQ(loaded.network->options(), options);
    EXPECT_EQ(loaded.normalisation, normalisation);
    EXPECT_EQ(loaded.metadata, (Metadata{{"recipe", "a test"}}));
    EXPECT_TRUE(loaded.checksumVerified);
    const at::Tensor images = at::randn({2, 3, 32, 48});
    EXPECT_TRUE(at::equal(loaded.network->forward(images).features, network.forward(images).features));
}

TEST_F(ResFaceTest, FilesThatAreNoBackboneAreRefused) {
    const auto file = folder_ / "other.safetensors";
    writeSafetensors(file, {{"x", at::ones({1})}});
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { loadBackbone(file); }).find("backbone.arch"),
              std::string::npos);
    ResFace network(tiny(), 8);
    const auto saveWith = [&](const std::string& key, const std::string& value) {
        Metadata metadata = backboneMetadata(network.options(), {});
        metadata[key] = value;
        writeSafetensors(file, network.namedTensors(), metadata);
    };
    const std::pair<const char*, const char*> bad[] = {
        {"backbone.arch", "vgg"},         {"backbone.depth", "21"}, {"backbone.width", "wide"},
        {"backbone.width", "nan"},        {"backbone.mean", "1,2"}, {"backbone.std", "1,0,1"},
        {"backbone.multi_layer", "maybe"}};
    for (const auto& [key, value] : bad) {
        saveWith(key, value);
        const std::string message = messageOf(ErrorCode::Data, [&] { loadBackbone(file); });
        EXPECT_NE(message.find(file.string()), std::string::npos) << key;
    }
    saveWith("backbone.width", "0.125");
    EXPECT_NE(messageOf(ErrorCode::Shape, [&] { loadBackbone(file); }).find("backbone.stage1"),
              std::string::npos);
}

TEST_F(ResFaceTest, BadOptionsAndInputAreNamed) {
    ResFaceOptions options = tiny();
    options.depth = 50;
    EXPECT_NE(messageOf(ErrorCode::Config, [&] { ResFace(options, 0); }).find("50"), std::string::npos);
    options = tiny();
    options.width = 0.0;
    messageOf(ErrorCode::Config, [&] { ResFace(options, 0); });
    options = tiny();
    options.inputWidth = 8;
    messageOf(ErrorCode::Config, [&] { ResFace(options, 0); });
    ResFace network(tiny(), 0);
    EXPECT_NE(messageOf(ErrorCode::Shape,
                        [&] {
                            network.forward(at::zeros({1, 3, 48, 32}));
                        })
                  .find("[1, 3, 48, 32]"),
              std::string::npos);
    messageOf(ErrorCode::Shape, [&] { network.forwardTraining(at::zeros({1, 3, 32, 48})); });
}

}  // namespace
}  // namespace pf
