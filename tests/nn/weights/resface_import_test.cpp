#include "core/nn/weights/resface_import.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <utility>

#include "core/base/rng.h"
#include "tests/nn/nn_support.h"
#include "tests/nn/weights/slim_network.h"

namespace pf {
namespace {

using test::Bundle;
using test::messageOf;
using test::SlimNetwork;
using test::SlimOptions;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

class ResFaceImport : public test::NnTest {
  protected:
    TensorFlowCheckpoint written(const Bundle& bundle) {
        bundle.write(folder_ / "ckpt-12000");
        return TensorFlowCheckpoint(folder_);
    }
    std::string errorOf(const Bundle& bundle, const ResFaceOptions& options) {
        const auto checkpoint = written(bundle);
        return messageOf(ErrorCode::Data, [&] { importResFace(checkpoint, options); });
    }
};

ResFaceOptions optionsOf(const SlimOptions& slim) {
    ResFaceOptions options;
    options.depth = 64;
    options.width = static_cast<double>(slim.channels[0]) / 64.0;
    options.inputHeight = slim.height;
    options.inputWidth = slim.width;
    options.embeddingSize = slim.embeddingSize;
    options.multiLayer = slim.multiLayer;
    options.tfSamePadding = true;
    return options;
}

std::vector<float> randomImage(const SlimOptions& slim, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> image(static_cast<std::size_t>(slim.height * slim.width * 3));
    for (float& value : image) {
        value = static_cast<float>(rng.uniform(-1.0, 1.0));
    }
    return image;
}

struct Outputs {
    std::vector<double> mu;
    std::vector<double> sigmaSq;
};

Outputs run(ImportedNetwork& network, const SlimOptions& slim, std::vector<float> image) {
    const at::ScalarType type = network.backbone->namedTensors().front().second.scalar_type();
    const at::Tensor pixels = torch::from_blob(image.data(), {1, slim.height, slim.width, 3})
                                  .permute({0, 3, 1, 2})
                                  .contiguous()
                                  .to(type);
    const BackboneOutput output = network.backbone->forward(pixels);
    const auto values = [](const at::Tensor& tensor) {
        const at::Tensor flat = tensor.detach().to(at::kDouble).contiguous();
        return std::vector<double>(flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel());
    };
    Outputs result{values(output.mu), {}};
    if (network.head) {
        result.sigmaSq = values(network.head->forward(output.features).exp());
    }
    return result;
}

std::vector<std::string> fitting(const TensorFlowCheckpoint& checkpoint) {
    std::vector<std::string> names;
    for (const ReferenceModel& model : referenceModels()) {
        if (fitsReferenceModel(checkpoint, model)) {
            names.push_back(model.name);
        }
    }
    return names;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b) {
    EXPECT_EQ(a.size(), b.size());
    double largest = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(a[i] - b[i]));
    }
    return largest;
}

/// Narrow versions of the four models; sides that differ and become odd on the way down.
std::vector<SlimOptions> fourModels() {
    std::vector<SlimOptions> models;
    for (const std::int64_t first : {4, 2}) {
        for (const bool multiLayer : {false, true}) {
            SlimOptions slim;
            slim.channels = {first, 2 * first, 4 * first, 8 * first};
            slim.height = 40;
            slim.width = 56;
            slim.multiLayer = multiLayer;
            models.push_back(slim);
        }
    }
    return models;
}

TEST_F(ResFaceImport, TheFourModelsEqualAnIndependentComputation) {
    for (const SlimOptions& slim : fourModels()) {
        SCOPED_TRACE(std::to_string(slim.channels[0]) + (slim.multiLayer ? "m" : ""));
        const SlimNetwork reference(slim, 77);
        const auto checkpoint = written(reference.bundle(true, 2));
        ImportedNetwork imported = importResFace(checkpoint, optionsOf(slim));
        ASSERT_NE(imported.head, nullptr);
        // 64 convolutions and the embedding with 5 tensors each, and the head's 10.
        EXPECT_EQ(imported.matched.size(), 65U * 5U + 10U);
        EXPECT_EQ(imported.matched.front().second, "Resface/Conv1/Conv1_pre/weights");
        EXPECT_THAT(imported.unused, ElementsAre("Resface/Conv1/Conv1_pre/weights/Momentum", "global_step"));
        std::vector<double> before;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const auto image = randomImage(slim, seed);
            const auto expected = reference.run(image);
            const Outputs output = run(imported, slim, image);
            EXPECT_LT(largestDifference(output.mu, expected.mu), 1e-5);
            EXPECT_LT(largestDifference(output.sigmaSq, expected.sigmaSq), 1e-5);
            EXPECT_GT(expected.sigmaSq.front(), 0.01);
            EXPECT_LT(expected.sigmaSq.front(), 10.0);
            if (!before.empty()) {
                EXPECT_GT(largestDifference(before, expected.mu), 1e-3) << "the image decides the output";
            }
            before = expected.mu;
        }
        // Without the rounding of float32 nothing is left of the difference.
        imported.backbone->to(at::kDouble);
        imported.head->to(at::kDouble);
        const auto image = randomImage(slim, 4);
        const auto expected = reference.run(image);
        const Outputs output = run(imported, slim, image);
        EXPECT_LT(largestDifference(output.mu, expected.mu), 1e-12);
        EXPECT_LT(largestDifference(output.sigmaSq, expected.sigmaSq), 1e-12);
    }
}

TEST_F(ResFaceImport, OneOfTheSizesOfThePaperToo) {
    SlimOptions slim;
    slim.channels = {32, 64, 128, 256};
    slim.height = slim.width = 96;
    slim.embeddingSize = 256;
    slim.hiddenSize = 256;
    slim.multiLayer = true;
    const SlimNetwork reference(slim, 5);
    const auto checkpoint = written(reference.bundle(true));
    EXPECT_THAT(fitting(checkpoint), ElementsAre("resface64s2m"));
    const ResFaceOptions options = referenceOptions(referenceModels().at(3), checkpoint);
    EXPECT_EQ(options, optionsOf(slim));
    ImportedNetwork imported = importResFace(checkpoint, options);
    const auto image = randomImage(slim, 9);
    const auto expected = reference.run(image);
    const Outputs output = run(imported, slim, image);
    EXPECT_LT(largestDifference(output.mu, expected.mu), 1e-5);
    EXPECT_LT(largestDifference(output.sigmaSq, expected.sigmaSq), 1e-5);
}

TEST_F(ResFaceImport, PyTorchsPaddingWouldBeNoticed) {
    SlimOptions slim;
    const SlimNetwork reference(slim, 78);
    const auto checkpoint = written(reference.bundle(true));
    ResFaceOptions options = optionsOf(slim);
    options.tfSamePadding = false;
    ImportedNetwork imported = importResFace(checkpoint, options);
    const auto image = randomImage(slim, 1);
    EXPECT_GT(largestDifference(run(imported, slim, image).mu, reference.run(image).mu), 1e-2);
}

TEST_F(ResFaceImport, AnUncertaintyPerDimensionIsAHeadToo) {
    SlimOptions slim;
    slim.sigmaSize = slim.embeddingSize;
    const SlimNetwork reference(slim, 79);
    ImportedNetwork imported = importResFace(written(reference.bundle(true)), optionsOf(slim));
    const auto image = randomImage(slim, 2);
    EXPECT_LT(largestDifference(run(imported, slim, image).sigmaSq, reference.run(image).sigmaSq), 1e-5);
}

TEST_F(ResFaceImport, ACheckpointWithoutUncertaintyModuleIsABackbone) {
    SlimOptions slim;
    const SlimNetwork reference(slim, 80);
    ImportedNetwork imported = importResFace(written(reference.bundle(false)), optionsOf(slim));
    EXPECT_EQ(imported.head, nullptr);
    const auto image = randomImage(slim, 2);
    EXPECT_LT(largestDifference(run(imported, slim, image).mu, reference.run(image).mu), 1e-5);
}

TEST_F(ResFaceImport, NamesTheTensorThatIsMissingOrMisshapen) {
    SlimOptions slim;
    const ResFaceOptions options = optionsOf(slim);
    const Bundle bundle = SlimNetwork(slim, 81).bundle(true);
    // One of every kind.
    for (const char* name :
         {"Resface/Conv1/Conv1_pre/weights", "Resface/Conv3/Conv_3/Conv_3_16/Conv_1/weights",
          "Resface/Conv2/Conv_2/Conv_2_8/Conv/BatchNorm/gamma", "Resface/Conv4/Conv4_pre/BatchNorm/beta",
          "Resface/Bottleneck/weights", "Resface/Bottleneck/BatchNorm/moving_variance",
          "UncertaintyModule/fc1/weights", "UncertaintyModule/fc1/BatchNorm/moving_mean",
          "UncertaintyModule/fc_log_sigma_sq/BatchNorm/moving_variance",
          "UncertaintyModule/scale_and_shift/alpha", "UncertaintyModule/scale_and_shift/gamma"}) {
        Bundle without = bundle;
        without.remove(name);
        EXPECT_THAT(errorOf(without, options), HasSubstr("the tensor '" + std::string(name) + "'")) << name;
        EXPECT_THAT(errorOf(without, options), HasSubstr("missing")) << name;
    }
    Bundle bent = bundle;
    bent.tensor("Resface/Conv1/Conv_1/Conv_1_2/Conv/weights").shape = {4, 4, 3, 3};
    EXPECT_THAT(
        errorOf(bent, options),
        HasSubstr("the tensor 'Resface/Conv1/Conv_1/Conv_1_2/Conv/weights' has the shape [4, 4, 3, 3]; "
                  "ResFace64 width 0.0625, 32x32 -> 16 (128 features, SAME padding) needs [3, 3, 4, 4]"));
    bent = bundle;
    bent.tensor("UncertaintyModule/scale_and_shift/alpha").shape = {1};
    EXPECT_THAT(errorOf(bent, options), HasSubstr("has the shape [1]"));
    ResFaceOptions multiLayer = options;
    multiLayer.multiLayer = true;
    EXPECT_THAT(
        errorOf(bundle, multiLayer),
        HasSubstr("'UncertaintyModule/fc1/weights' has the shape [128, 8]; [188, outputs] is needed"));
    bent = bundle;
    bent.tensor("Resface/Conv1/Conv1_pre/BatchNorm/beta").type = test::kInt32;
    EXPECT_THAT(errorOf(bent, options), HasSubstr("is of the type int32; the reference's are float32"));
    bent = bundle;
    bent.tensor("UncertaintyModule/fc1/weights").type = test::kString;
    bent.tensor("UncertaintyModule/fc1/weights").shape = {128, std::int64_t{1} << 40};
    EXPECT_THAT(errorOf(bent, options), HasSubstr("'UncertaintyModule/fc1/weights' is of the type"))
        << "nothing of that size is made";
}

TEST_F(ResFaceImport, RefusesWhatWouldChangeTheNetworkByBeingLeftOut) {
    SlimOptions slim;
    const ResFaceOptions options = optionsOf(slim);
    const std::vector<float> four(4, 0.0F);
    for (const char* name : {"Resface/Conv1/Conv1_pre/biases", "Resface/Conv1/Conv_1/Conv_1_4/Conv/weights",
                             "UncertaintyModule/fc_log_sigma_sq/BatchNorm/beta"}) {
        Bundle bundle = SlimNetwork(slim, 82).bundle(true);
        bundle.add(name, {4}, four);
        EXPECT_THAT(errorOf(bundle, options),
                    HasSubstr("the tensor '" + std::string(name) + "' has no place in"));
    }
    Bundle bundle = SlimNetwork(slim, 82).bundle(true);
    bundle.add("Resface/Conv1/Conv1_pre/BatchNorm/moving_mean/biased", {4}, four);
    bundle.add("AM_loss/kernel", {4}, four);
    EXPECT_EQ(importResFace(written(bundle), options).unused.size(), 4U);
}

TEST_F(ResFaceImport, RefusesDamageAndValuesThatAreNotFinite) {
    SlimOptions slim;
    const ResFaceOptions options = optionsOf(slim);
    const auto withFirst = [&](const std::string& name, float value) {
        Bundle bundle = SlimNetwork(slim, 83).bundle(true);
        std::memcpy(bundle.tensor(name).bytes.data(), &value, sizeof value);
        return bundle;
    };
    EXPECT_THAT(errorOf(withFirst("Resface/Bottleneck/weights", std::nanf("")), options),
                HasSubstr("'Resface/Bottleneck/weights' holds values that are not finite"));
    EXPECT_THAT(errorOf(withFirst("UncertaintyModule/fc1/BatchNorm/moving_variance", -0.5F), options),
                HasSubstr("negative variances"));
    const auto checkpoint = written(SlimNetwork(slim, 83).bundle(true));
    const auto& file = checkpoint.dataFiles().front();
    std::string bytes = SlimNetwork(slim, 83).bundle(true).data(0);
    bytes[bytes.size() / 2] ^= 0x01;
    test::writeFile(file, bytes);
    EXPECT_THAT(messageOf(ErrorCode::Data, [&] { importResFace(checkpoint, options); }),
                HasSubstr("its checksum does not match"));
}

TEST_F(ResFaceImport, ReadsTheSizesFromTheShapes) {
    SlimOptions slim;
    slim.channels = {32, 64, 128, 256};
    slim.embeddingSize = 40;
    const auto& models = referenceModels();
    const auto checkpoint = written(SlimNetwork(slim, 84).bundle(false));
    EXPECT_THAT(fitting(checkpoint), ElementsAre("resface64s2", "resface64s2m"));
    const ResFaceOptions options = referenceOptions(models.at(2), checkpoint);
    EXPECT_EQ(options, optionsOf(slim));
    // 1024 inputs are 2 x 2 x 256, and 2 of 512.
    EXPECT_THAT(
        messageOf(ErrorCode::Data, [&] { referenceOptions(models.at(0), checkpoint); }),
        HasSubstr("'Resface/Bottleneck/weights' has the shape [1024, 40]; resface64 ends in 512 channels"));
    Bundle other;
    const std::vector<float> values(6, 0.0F);
    other.add("conv1/weights", {2, 3}, values);
    const auto foreign = written(other);
    EXPECT_TRUE(fitting(foreign).empty());
    EXPECT_THAT(messageOf(ErrorCode::Data, [&] { referenceOptions(models.at(0), foreign); }),
                HasSubstr("'Resface/Bottleneck/weights' is missing; this is not a ResFace of the reference"));
    EXPECT_THAT(messageOf(ErrorCode::Data, [&] { importResFace(foreign, options); }),
                HasSubstr("'Resface/Conv1/Conv1_pre/weights' is missing"));
}

TEST_F(ResFaceImport, KnowsSlimsNames) {
    const SlimOptions slim = fourModels().front();
    const auto checkpoint = written(SlimNetwork(slim, 3).bundle(true, 2));
    using Names = std::pair<std::string, std::string>;
    EXPECT_THAT(
        importResFace(checkpoint, optionsOf(slim)).matched,
        IsSupersetOf(
            {Names("backbone.stage1.conv.weight", "Resface/Conv1/Conv1_pre/weights"),
             Names("backbone.stage3.block16.conv2.weight", "Resface/Conv3/Conv_3/Conv_3_16/Conv_1/weights"),
             Names("backbone.stage2.block1.bn1.running_var",
                   "Resface/Conv2/Conv_2/Conv_2_1/Conv/BatchNorm/moving_variance"),
             Names("backbone.fc_bn.bias", "Resface/Bottleneck/BatchNorm/beta"),
             Names("head.bn2.running_mean", "UncertaintyModule/fc_log_sigma_sq/BatchNorm/moving_mean"),
             Names("head.gamma", "UncertaintyModule/scale_and_shift/alpha"),
             Names("head.beta", "UncertaintyModule/scale_and_shift/gamma")}));
}

}  // namespace
}  // namespace pf
