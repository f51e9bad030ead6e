#include "core/nn/export/torchscript_writer.h"

#include <fstream>

#include <torch/script.h>

#include "core/nn/backbones/torchscript_backbone.h"
#include "tests/nn/export/export_samples.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class TorchScriptWriter : public test::NnTest {
  protected:
    static std::pair<at::Tensor, at::Tensor> run(torch::jit::Module& module, const at::Tensor& images) {
        const c10::IValue value = module.forward({images});
        return {value.toTupleRef().elements()[0].toTensor(), value.toTupleRef().elements()[1].toTensor()};
    }

    std::filesystem::path program(const std::string& forward) {
        torch::jit::Module module("Net");
        module.register_parameter("w", at::randn({5, 192}), false);
        module.define(forward);
        const auto file = folder_ / "net.pt";
        module.save(file.string());
        return file;
    }

    std::filesystem::path out() const { return folder_ / "out.pt"; }
};

TEST_F(TorchScriptWriter, TheHeadAloneGivesItsSigma) {
    for (const std::int64_t sigma : {1, 4}) {
        UncertaintyHead head = test::sampleHead(11, sigma);
        writeHeadTorchScript(out(), head, {{"model.yaml", "step: 7\n"}});
        torch::jit::ExtraFilesMap extras{{"model.yaml", ""}};
        torch::jit::Module loaded = torch::jit::load(out().string(), torch::kCPU, extras);
        EXPECT_EQ(extras["model.yaml"], "step: 7\n");
        for (const std::int64_t batch : {1, 5}) {
            const at::Tensor features = at::randn({batch, 11});
            const at::Tensor sigmaSq = loaded.forward({features}).toTensor();
            EXPECT_EQ(sigmaSq.sizes(), at::IntArrayRef({batch, sigma}));
            EXPECT_LT(test::maxDifference(sigmaSq, head.forward(features).exp()), 1e-6);
        }
    }
}

TEST_F(TorchScriptWriter, ResFaceWithHeadGivesBothUnderTheSameNames) {
    for (const bool multiLayer : {false, true}) {
        for (const bool samePadding : {false, true}) {
            ResFace network = test::sampleResFace(multiLayer, samePadding);
            UncertaintyHead head = test::sampleHead(network.featureSize(), multiLayer ? 1 : 6);
            writeTorchScript(out(), network, head, {});
            torch::jit::Module loaded = torch::jit::load(out().string());
            for (const std::int64_t batch : {1, 5}) {
                const at::Tensor images = at::randn({batch, 3, 36, 33});
                const auto [mu, sigmaSq] = run(loaded, images);
                const BackboneOutput expected = network.forward(images);
                EXPECT_LT(test::maxDifference(mu, expected.mu), 1e-6);
                EXPECT_LT(test::maxDifference(sigmaSq, head.forward(expected.features).exp()), 1e-6);
                EXPECT_FALSE(mu.requires_grad());
            }
            TensorMap stored;
            for (const auto& item : loaded.named_parameters()) {
                stored.emplace(item.name, item.value);
            }
            for (const auto& item : loaded.named_buffers()) {
                stored.emplace(item.name, item.value);
            }
            NamedTensors tensors = network.namedTensors();
            const NamedTensors ofHead = head.namedTensors();
            tensors.insert(tensors.end(), ofHead.begin(), ofHead.end());
            EXPECT_EQ(stored.size(), tensors.size());
            for (const auto& [name, tensor] : tensors) {
                ASSERT_TRUE(stored.contains(name)) << name;
                EXPECT_TRUE(at::equal(stored.at(name), tensor)) << name;
            }
        }
    }
}

TEST_F(TorchScriptWriter, SomebodysProgramIsWrapped) {
    for (const char* source : {test::kMuProgram, test::kPairProgram}) {
        const auto file = program(source);
        TorchScriptOptions options;
        options.file = file;
        options.inputHeight = 8;
        options.inputWidth = 8;
        TorchScriptBackbone network(options, at::kCPU);
        UncertaintyHead head = test::sampleHead(network.featureSize(), 1);
        writeTorchScript(out(), file, network.call(), head, {});
        torch::jit::Module loaded = torch::jit::load(out().string());
        for (const std::int64_t batch : {1, 5}) {
            const at::Tensor images = at::randn({batch, 3, 8, 8});
            const auto [mu, sigmaSq] = run(loaded, images);
            const BackboneOutput expected = network.forward(images);
            EXPECT_LT(test::maxDifference(mu, expected.mu), 1e-6);
            EXPECT_LT(test::maxDifference(sigmaSq, head.forward(expected.features).exp()), 1e-5);
        }
        EXPECT_TRUE(loaded.hasattr("backbone"));
    }
}

TEST_F(TorchScriptWriter, WhatCannotBeWrappedIsNamed) {
    const UncertaintyHead head = test::sampleHead(5, 1);
    const auto number = program("def forward(self, x):\n    return 3\n");
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { writeTorchScript(out(), number, {}, head, {}); }).find("int"),
              std::string::npos);
    std::ofstream(folder_ / "text.pt") << "no program";
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { writeTorchScript(out(), folder_ / "text.pt", {}, head, {}); })
                  .find("text.pt"),
              std::string::npos);
    const ResFace network = test::sampleResFace(false, false);
    EXPECT_NE(messageOf(ErrorCode::Shape, [&] { writeTorchScript(out(), network, head, {}); })
                  .find(std::to_string(network.featureSize())),
              std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(TorchScriptWriter, AFailingDiskLeavesNothing) {
    const UncertaintyHead head = test::sampleHead(5, 1);
    std::ofstream(folder_ / "file") << "in the way";
    messageOf(ErrorCode::Io, [&] { writeHeadTorchScript(folder_ / "file" / "out.pt", head, {}); });
    messageOf(ErrorCode::Io, [&] { writeHeadTorchScript(folder_ / "absent" / "out.pt", head, {}); });
}

}  // namespace
}  // namespace pf
