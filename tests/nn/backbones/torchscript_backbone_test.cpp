#include "core/nn/backbones/torchscript_backbone.h"

#include <fstream>

#include <torch/script.h>

#include "core/nn/threads.h"
#include "tests/nn/backbones/torchscript_files.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class TorchScript : public test::NnTest {
  protected:
    /// Saves a module with a parameter `w` and the given forward; returns the options to open it at 8x8.
    TorchScriptOptions script(const std::string& forward) {
        torch::jit::Module module("Net");
        module.register_parameter("w", at::randn({5, 192}), false);
        module.define(forward);
        return test::savedAt8x8(module, folder_ / "net.pt");
    }
};

TEST_F(TorchScript, MuAloneIsNormalisedAndFeedsTheHead) {
    TorchScriptBackbone backbone(script(test::kMuProgram), at::kCPU);
    EXPECT_EQ(backbone.embeddingSize(), 5);
    EXPECT_EQ(backbone.featureSize(), 5);
    EXPECT_EQ(backbone.notes().size(), 2U);
    const at::Tensor images = at::randn({3, 3, 8, 8});
    const BackboneOutput output = backbone.forward(images);
    const at::Tensor raw = images.flatten(1).matmul(backbone.namedTensors().at(0).second.t());
    EXPECT_LT(test::maxDifference(output.mu, raw / raw.norm(2, {1}, true)), 1e-5);
    EXPECT_TRUE(at::equal(output.features, output.mu));
    EXPECT_FALSE(output.mu.requires_grad());
}

TEST_F(TorchScript, AFrozenProgramIsKnownByItsFile) {
    const auto hashOf = [&](bool freeze) {
        const TorchScriptOptions options = script(test::kMuProgram);
        if (freeze) {
            torch::jit::Module module = torch::jit::load(options.file.string());
            module.eval();
            torch::jit::freeze(module).save(options.file.string());
        }
        return TorchScriptBackbone(options, at::kCPU).sha256();
    };
    const std::string first = hashOf(true);
    EXPECT_EQ(first.size(), 64U);
    EXPECT_NE(hashOf(true), first) << "other weights, which are constants of the program";
    EXPECT_NE(hashOf(false), hashOf(false));
}

TEST_F(TorchScript, PairsAreTakenAsTheyAre) {
    for (const bool optimise : {false, true}) {
        TorchScriptOptions options = script(test::kPairProgram);
        options.optimise = optimise;
        TorchScriptBackbone backbone(options, at::kCPU);
        EXPECT_EQ(backbone.featureSize(), 192);
        EXPECT_TRUE(backbone.notes().empty());
        const at::Tensor images = at::randn({2, 3, 8, 8});
        const BackboneOutput output = backbone.forward(images);
        EXPECT_TRUE(at::equal(output.features, images.flatten(1)));
        EXPECT_LT((output.mu.norm(2, {1}) - 1.0).abs().max().item<double>(), 1e-5);
    }
}

TEST_F(TorchScript, ModulesThatDoNotFitAreRefused) {
    const auto refusal = [&](const char* forward) {
        const TorchScriptOptions options = script(forward);
        return messageOf(ErrorCode::Data, [&] { TorchScriptBackbone(options, at::kCPU); });
    };
    EXPECT_NE(refusal("def forward(self, x):\n    return 3\n").find("Int"), std::string::npos);
    EXPECT_NE(refusal("def forward(self, x):\n    return x\n").find("[2, 3, 8, 8]"), std::string::npos);
    EXPECT_NE(refusal("def forward(self, x):\n    return torch.matmul(x, self.w)\n").find("input size"),
              std::string::npos);
    EXPECT_NE(
        refusal("def forward(self, x):\n    return torch.sum(torch.flatten(x, 1), [0, 1])\n").find("[]"),
        std::string::npos);
}

TEST_F(TorchScript, FilesThatAreNoProgramAreRefused) {
    TorchScriptOptions options;
    options.file = folder_ / "absent.pt";
    EXPECT_NE(messageOf(ErrorCode::Io, [&] { TorchScriptBackbone(options, at::kCPU); }).find("absent.pt"),
              std::string::npos);
    options.file = folder_ / "text.pt";
    std::ofstream(options.file) << "not a program";
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { TorchScriptBackbone(options, at::kCPU); }).find("text.pt"),
              std::string::npos);
}

TEST_F(TorchScript, ImagesOfAnotherSizeAreRefused) {
    TorchScriptBackbone backbone(script(test::kPairProgram), at::kCPU);
    EXPECT_NE(messageOf(ErrorCode::Shape,
                        [&] {
                            backbone.forward(at::zeros({1, 3, 8, 9}));
                        })
                  .find("[1, 3, 8, 9]"),
              std::string::npos);
}

TEST_F(TorchScript, TheMobileNetworkIsEqualOptimisedAndPlain) {
    TorchScriptOptions options;
    options.file = PF_SOURCE_DIR "/../shared/models/mobilefacenet_112.torchscript.pt";
    if (!std::filesystem::exists(options.file)) {
        GTEST_SKIP() << "no network at " << options.file;
    }
    TorchScriptBackbone fast(options, at::kCPU);
    options.optimise = false;
    TorchScriptBackbone plain(options, at::kCPU);
    EXPECT_EQ(fast.embeddingSize(), 128);
    EXPECT_EQ(fast.featureSize(), 25472);
    EXPECT_TRUE(fast.notes().empty());
    const at::Tensor images = at::randn({4, 3, 112, 112});
    const BackboneOutput a = fast.forward(images);
    const BackboneOutput b = plain.forward(images);
    EXPECT_LT(test::maxDifference(a.mu, b.mu), 1e-5);
    const double scale = b.features.abs().max().item<double>();
    EXPECT_LT(test::maxDifference(a.features, b.features), 1e-5 * scale);
}

TEST_F(TorchScript, ThreadsAreSetAndBounded) {
    EXPECT_EQ(setTorchThreads(2), 2);
    EXPECT_EQ(torchThreads(), 2);
    EXPECT_GE(setTorchThreads(0), 1);
    EXPECT_EQ(setTorchThreads(1), 1);
    messageOf(ErrorCode::Config, [] { setTorchThreads(-1); });
    messageOf(ErrorCode::Config, [] { setTorchThreads(5000); });
    EXPECT_FALSE(describeBlas().empty());
}

}  // namespace
}  // namespace pf
