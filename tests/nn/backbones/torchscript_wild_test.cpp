// Networks as they are really exported: half precision, dicts, lengths, GPU devices, training mode.
#include <fstream>

#include <torch/script.h>
#include <torch/version.h>

#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/backbones/torchscript_program.h"
#include "tests/nn/backbones/torchscript_files.h"
#include "tests/nn/nn_support.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using test::messageOf;
using namespace matchers;

class TorchScriptInTheWild : public test::NnTest {
  protected:
    TorchScriptOptions script(const std::string& source, at::ScalarType type = at::kFloat) {
        torch::jit::Module module("Net");
        module.register_attribute("training", c10::BoolType::get(), true);
        module.register_parameter("w", at::randn({5, 192}).to(type), false);
        module.define(source);
        return test::savedAt8x8(module, folder_ / "net.pt");
    }
    std::string refusal(const std::string& source) {
        const TorchScriptOptions options = script(source);
        return messageOf(ErrorCode::Data, [&] { TorchScriptBackbone(options, at::kCPU); });
    }

    at::Tensor images_ = at::randn({3, 3, 8, 8});
};

constexpr const char* kEmbedding = "    m = torch.matmul(torch.flatten(x, 1), self.w.t())\n";

std::string forward(const std::string& rest) {
    return std::string("def forward(self, x):\n") + kEmbedding + rest;
}

TEST_F(TorchScriptInTheWild, ALengthBesideTheEmbeddingIsNoFeature) {
    for (const char* length : {"True", "False"}) {
        const auto options = script(forward(std::string("    n = torch.norm(m, 2, [1], ") + length +
                                            ")\n    return m / torch.norm(m, 2, [1], True), n\n"));
        TorchScriptBackbone backbone(options, at::kCPU);
        EXPECT_EQ(backbone.embeddingSize(), 5);
        EXPECT_EQ(backbone.featureSize(), 5) << "the embedding feeds the head";
        EXPECT_THAT(backbone.notes(), Contains(HasSubstr("a quality and does not feed the head")));
        const at::Tensor raw = images_.flatten(1).matmul(backbone.namedTensors().at(0).second.t());
        EXPECT_LT(test::maxDifference(backbone.embeddingNorms(images_), raw.norm(2, {1})), 1e-4);
    }
}

TEST_F(TorchScriptInTheWild, TheLengthMayComeFirst) {
    TorchScriptBackbone backbone(
        script(forward("    n = torch.norm(m, 2, [1], True)\n    return n, m / n, x\n")), at::kCPU);
    EXPECT_EQ(backbone.embeddingSize(), 5);
    EXPECT_EQ(backbone.featureSize(), 192);
    EXPECT_THAT(backbone.notes(), Contains(HasSubstr("the embedding is 1, the features are 2")));
}

TEST_F(TorchScriptInTheWild, DictsAreReadByTheirKeys) {
    auto options =
        script(forward("    return {\"logits\": torch.cat([m, m], 1), \"embedding\": m, \"features\": x}\n"));
    TorchScriptBackbone backbone(options, at::kCPU);
    EXPECT_EQ(backbone.embeddingSize(), 5);
    EXPECT_EQ(backbone.featureSize(), 192);
    EXPECT_THAT(backbone.outputs(), Contains("logits [2, 10]"));
    options.embeddingOutput = "logits";
    EXPECT_EQ(TorchScriptBackbone(options, at::kCPU).embeddingSize(), 10);
    options.embeddingOutput = "nothing";
    EXPECT_THAT(messageOf(ErrorCode::Config, [&] { TorchScriptBackbone(options, at::kCPU); }),
                HasSubstr("logits [2, 10]"));
    EXPECT_THAT(refusal(forward("    return {\"a\": torch.cat([m, m], 1), \"b\": m}\n")),
                HasSubstr("model.backbone.embedding_output"));
}

TEST_F(TorchScriptInTheWild, OtherPrecisionsRunInSingle) {
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16, at::kDouble}) {
        const auto options = script(forward("    return m\n"), type);
        TorchScriptBackbone backbone(options, at::kCPU);
        const at::Tensor saved = backbone.namedTensors().at(0).second;
        EXPECT_EQ(saved.scalar_type(), type) << "the hash is of the file's tensors";
        const at::Tensor raw = images_.flatten(1).matmul(saved.to(at::kFloat).t());
        const BackboneOutput output = backbone.forward(images_);
        EXPECT_EQ(output.mu.scalar_type(), at::kFloat);
        EXPECT_LT(test::maxDifference(output.mu, raw / raw.norm(2, {1}, true)), 1e-5);
        EXPECT_THAT(backbone.notes(), Contains(HasSubstr("single precision")));
    }
    // A frozen program hides its tensors; its input is converted instead.
    const auto options = script(forward("    return m\n"), at::kDouble);
    torch::jit::Module module = torch::jit::load(options.file.string());
    module.eval();
    torch::jit::freeze(module).save(options.file.string());
    TorchScriptBackbone frozen(options, at::kCPU);
    EXPECT_EQ(frozen.forward(images_).mu.scalar_type(), at::kFloat);
    EXPECT_THAT(frozen.notes(), Contains(HasSubstr("double precision; its input is converted")));
}

TEST_F(TorchScriptInTheWild, TracesForOneImageGetOneAtATime) {
    const auto options =
        script("def forward(self, x):\n    return torch.matmul(torch.reshape(x, [1, 192]), self.w.t())\n");
    TorchScriptBackbone backbone(options, at::kCPU);
    const at::Tensor raw = images_.flatten(1).matmul(backbone.namedTensors().at(0).second.t());
    EXPECT_LT(test::maxDifference(backbone.forward(images_).mu, raw / raw.norm(2, {1}, true)), 1e-5);
    EXPECT_THAT(backbone.notes(), Contains(HasSubstr("one image at a time")));
}

TEST_F(TorchScriptInTheWild, DevicesWrittenIntoTheCodeAreMoved) {
    const auto options = script(forward("    return m + torch.zeros([1], device=\"cuda:0\")\n"));
    TorchScriptBackbone backbone(options, at::kCPU);
    const at::Tensor raw = images_.flatten(1).matmul(backbone.namedTensors().at(0).second.t());
    EXPECT_LT(test::maxDifference(backbone.forward(images_).mu, raw / raw.norm(2, {1}, true)), 1e-5);
    EXPECT_THAT(backbone.notes(), Contains(HasSubstr("cuda")));
}

TEST_F(TorchScriptInTheWild, TrainingModeIsFoundAndSaid) {
    const TorchScriptBackbone dropout(script(forward("    return torch.dropout(m, 0.4, True)\n")), at::kCPU);
    EXPECT_THAT(dropout.unsteadiness(), AllOf(HasSubstr("each time"), HasSubstr("model.eval()")));
    const TorchScriptBackbone batch(
        script(forward("    return torch.batch_norm(m, None, None, None, None, True, 0.1, 1e-5, False)\n")),
        at::kCPU);
    EXPECT_THAT(batch.unsteadiness(), HasSubstr("other images are in its batch"));
    const TorchScriptBackbone sound(script(forward("    return torch.dropout(m, 0.4, False)\n")), at::kCPU);
    EXPECT_EQ(sound.unsteadiness(), "");
    // A module that asks whether it trains is put into inference mode.
    const TorchScriptBackbone asks(script(forward("    return torch.dropout(m, 0.4, self.training)\n")),
                                   at::kCPU);
    EXPECT_EQ(asks.unsteadiness(), "");
}

TEST_F(TorchScriptInTheWild, RandomOperatorsAreFoundInTheProgramHoweverRarelyTheyShow) {
    const auto problem = [&](const std::string& body) {
        return TorchScriptBackbone(script(forward(body)), at::kCPU).unsteadiness();
    };
    EXPECT_THAT(problem("    keep = torch.bernoulli(torch.zeros([1, 1]) + 0.999999)\n    return m * keep\n"),
                AllOf(HasSubstr("now and then"), HasSubstr("(bernoulli)"), HasSubstr("model.eval()")));
    EXPECT_THAT(problem("    return m + torch.randn_like(m) * 1e-9\n"), HasSubstr("(randn_like)"));
    EXPECT_THAT(problem("    return torch.feature_dropout(m, 1e-9, True)\n"), HasSubstr("(feature_dropout)"));
    EXPECT_THAT(problem("    for i in range(2):\n        m = torch.dropout_(m, 1e-9, True)\n    return m\n"),
                HasSubstr("(dropout)"));
    EXPECT_EQ(problem("    return torch.dropout(m, 0.0, True)\n"), "") << "it drops nothing";
    EXPECT_EQ(
        problem("    if self.training:\n        m = m * torch.bernoulli(m * 0.0 + 0.5)\n    return m\n"), "");
}

TEST_F(TorchScriptInTheWild, ALittleBatchNormalisationIsFound) {
    const TorchScriptBackbone batch(
        script(forward("    return m + 1e-3 * torch.batch_norm(m, None, None, None, None, True, 0.1, 1e-5, "
                       "False)\n")),
        at::kCPU);
    EXPECT_THAT(batch.unsteadiness(), HasSubstr("other images are in its batch"));
}

TEST_F(TorchScriptInTheWild, AFixedBatchIsCalledSo) {
    for (const std::string count : {"2", "4"}) {
        const auto options = script("def forward(self, x):\n    return torch.matmul(torch.reshape(x, [" +
                                    count + ", 192]), self.w.t())\n");
        EXPECT_THAT(
            test::messageOf(ErrorCode::Data, [&] { TorchScriptBackbone(options, at::kCPU); }),
            AllOf(HasSubstr("takes only batches of " + count + " images"), HasSubstr("free batch size")));
    }
}

TEST_F(TorchScriptInTheWild, WhatTheOptimiserBreaksRunsAsItWasSaved) {
    torch::jit::Module module("Net");
    module.register_parameter("c", at::randn({4, 3, 3, 3}), false);
    module.define(
        "def forward(self, x):\n"
        "    y = torch.relu(torch.conv2d(x, self.c, None, [1, 1], [0, 0], [1, 1], 1))\n"
        "    return torch.flatten(torch.adaptive_avg_pool2d(y, [4, 4]), 1)\n");
    TorchScriptOptions options;
    options.file = folder_ / "net.pt";
    options.inputHeight = 8;
    options.inputWidth = 8;
    module.save(options.file.string());
    TorchScriptBackbone fast(options, at::kCPU);
    options.optimise = false;
    TorchScriptBackbone plain(options, at::kCPU);
    EXPECT_THAT(plain.notes(), Not(Contains(HasSubstr("optimiser"))));
    EXPECT_THAT(fast.notes(), Contains(HasSubstr("LibTorch's optimiser breaks this network")));
    for (const std::int64_t count : {1, 2, 5}) {
        const at::Tensor images = at::randn({count, 3, 8, 8});
        EXPECT_LT(test::maxDifference(fast.forward(images).mu, plain.forward(images).mu), 1e-6);
    }
}

TEST_F(TorchScriptInTheWild, WhatCannotRunIsSaidInASentence) {
    EXPECT_THAT(refusal("def encode(self, x):\n    return x\n"),
                AllOf(HasSubstr("has no method forward (it has encode)"), HasSubstr("forward(images)")));
    EXPECT_THAT(refusal("def forward(self, x, y):\n    return x + y\n"), HasSubstr("takes 2 inputs (x, y)"));
    EXPECT_THAT(refusal("def forward(self, x: List[Tensor]):\n    return x[0]\n"),
                HasSubstr("takes a List[Tensor]"));
    EXPECT_THAT(refusal("def forward(self, x):\n    assert False, \"no licence\"\n    return x\n"),
                AllOf(HasSubstr("no licence"), Not(HasSubstr("input size"))));
    const std::string frame = refusal(forward("    return torch.empty([2, 5]).cuda() + m\n"));
    EXPECT_THAT(frame, AllOf(Not(HasSubstr("frame #")), HasSubstr("GPU"), Not(HasSubstr("input size"))));
    EXPECT_EQ(frame.find('\n'), std::string::npos);
    // An optional second input may be left out.
    EXPECT_EQ(TorchScriptBackbone(script("def forward(self, x, flip: bool = False):\n" +
                                         std::string(kEmbedding) + "    return m\n"),
                                  at::kCPU)
                  .embeddingSize(),
              5);
}

TEST_F(TorchScriptInTheWild, ReasonsAreTheLineThatSaysWhat) {
    const auto reason = [](const std::string& text) { return torchReason(std::runtime_error(text)); };
    EXPECT_EQ(
        reason("The following operation failed in the TorchScript interpreter.\nTraceback of TorchScript "
               "(most recent call last):\n  File \"code/net.py\", line 3, in forward\n    x\n    ~ <--- "
               "HERE\nRuntimeError: mat1 and mat2 do not fit\n"),
        "mat1 and mat2 do not fit");
    EXPECT_EQ(
        reason("RuntimeError: Could not run 'aten::zeros' with arguments from the 'CUDA' backend. This could "
               "be because the operator is new.\n\nCPU: registered at x.cpp\n\nException raised from y\n"
               "frame #0: f()\nframe #60: __libc_start_main + 0x85 (0x7f in /lib/libc.so.6)\n"),
        "Could not run 'aten::zeros' with arguments from the 'CUDA' backend");
    EXPECT_EQ(reason("frame #1: a\nframe #2: b"), "");
    EXPECT_EQ(reason("Expected all tensors on one device\nException raised from z"),
              "Expected all tensors on one device");
}

TEST_F(TorchScriptInTheWild, AnOperatorOfANewerLibTorchIsNamed) {
    TorchScriptOptions options;
    options.file = PF_SOURCE_DIR "/../shared/cases/sdpa.pt";
    if (!std::filesystem::exists(options.file)) {
        GTEST_SKIP() << "no network at " << options.file;
    }
    if (TORCH_VERSION_MAJOR >= 2) {
        EXPECT_NO_THROW(TorchScriptBackbone(options, at::kCPU)) << "this one has the operator";
        return;
    }
    EXPECT_THAT(
        messageOf(ErrorCode::Data, [&] { TorchScriptBackbone(options, at::kCPU); }),
        AllOf(HasSubstr("uses the operator aten::scaled_dot_product_attention"), HasSubstr("export")));
}

}  // namespace
}  // namespace pf
