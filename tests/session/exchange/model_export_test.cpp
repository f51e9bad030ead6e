#include "core/session/exchange/model_export.h"

#include <torch/script.h>
#include <torch/torch.h>

#include <fstream>

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/nn/weights/weights.h"
#include "core/session/model/face_model.h"
#include "core/session/model/internal/training_pictures.h"
#include "tests/session/small_run.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;

constexpr const char* kImages = "synthetic:identities=3,images=2,seed=9";

ExportOutcome exported(const std::filesystem::path& model, ExportFormat format,
                       const std::filesystem::path& out, bool headOnly = false, bool replace = false) {
    RunControl control;
    ExportRequest request;
    request.model = model;
    request.format = format;
    request.out = out;
    request.headOnly = headOnly;
    request.replace = replace;
    return exportModel(request, control, nullptr);
}

EmbeddingSet embedded(const std::filesystem::path& model) {
    RunControl control;
    return FaceModel(model).embed(openImages({kImages}), control, nullptr);
}

void flipByte(const std::filesystem::path& file, std::size_t place) {
    std::string bytes = readTextFile(file);
    bytes.at(place) ^= 0x20;
    std::ofstream(file, std::ios::binary) << bytes;
}

void replaceText(const std::filesystem::path& file, const std::string& from, const std::string& to) {
    std::string text = readTextFile(file);
    const std::size_t place = text.find(from);
    ASSERT_NE(place, std::string::npos) << text;
    std::ofstream(file, std::ios::binary) << text.replace(place, from.size(), to);
}

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

/// Short runs on three kinds of backbone, shared by the tests of this file.
class ModelExport : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        shared_ = std::make_unique<test::TemporaryFolder>();
        torch::manual_seed(7);
        test::trainSmall(test::smallOptions(shared_->path()), *shared_ / "scalar");

        Options options = test::smallOptions(shared_->path());
        options.train.epochs = 1;
        options.model.head.sigma = "vector";
        options.model.backbone.file = resFace();
        test::trainSmall(options, *shared_ / "vector");

        options.model.head.sigma = "scalar";
        options.model.backbone.file = program();
        options.model.input.height = 24;
        options.model.input.width = 20;
        test::trainSmall(options, *shared_ / "program");
    }
    static void TearDownTestSuite() { shared_.reset(); }

    /// Multi-layer fusion and TensorFlow's padding, one side odd.
    static std::string resFace() {
        ResFaceOptions options;
        options.depth = 20;
        options.width = 0.0625;
        options.inputHeight = 36;
        options.inputWidth = 33;
        options.embeddingSize = 8;
        options.multiLayer = true;
        options.tfSamePadding = true;
        const auto file = *shared_ / "resface.safetensors";
        saveBackbone(file, ResFace(options, 3), {{127.5, 127.5, 127.5}, {128, 128, 128}});
        return file.string();
    }

    static std::string program() {
        torch::jit::Module module("Net");
        module.register_parameter("w", at::randn({5, 1440}), false);
        module.define(
            "def forward(self, x):\n"
            "    return torch.matmul(torch.flatten(x, 1), self.w.t()), torch.adaptive_avg_pool2d(x, [4, "
            "4])\n");
        const auto file = *shared_ / "net.pt";
        module.save(file.string());
        return file.string();
    }

    static std::filesystem::path run(const std::string& name) { return *shared_ / name; }

    test::TemporaryFolder folder_;
    static std::unique_ptr<test::TemporaryFolder> shared_;
};
std::unique_ptr<test::TemporaryFolder> ModelExport::shared_;

TEST_F(ModelExport, AFolderGivesTheSameEmbeddingsBitForBitWhereverItLies) {
    const std::vector<std::pair<std::string, std::string>> kinds{
        {"scalar", "backbone.safetensors"}, {"vector", "backbone.safetensors"}, {"program", "backbone.pt"}};
    for (const auto& [name, backbone] : kinds) {
        const auto outcome = exported(run(name), ExportFormat::Folder, folder_ / name);
        EXPECT_TRUE(outcome.backboneIncluded);
        EXPECT_EQ(outcome.largestDifference, 0.0);
        EXPECT_EQ(outcome.files,
                  (std::vector<std::filesystem::path>{
                      folder_ / name / backbone, folder_ / name / "model.safetensors",
                      folder_ / name / "model.yaml", folder_ / name / "training-pictures.npz"}));
        const auto pictures = readTrainingPictures(folder_ / name);
        ASSERT_TRUE(pictures);
        EXPECT_FALSE(pictures->digests.content.empty());
        EXPECT_TRUE(pictures->identities.empty()) << "names of people stay at home";
        std::filesystem::rename(folder_ / name, folder_ / (name + " moved"));
        const EmbeddingSet before = embedded(run(name));
        const EmbeddingSet after = embedded(folder_ / (name + " moved"));
        EXPECT_EQ(before.mu, after.mu) << name;
        EXPECT_EQ(before.sigmaSq, after.sigmaSq) << name;
        EXPECT_EQ(embedded(folder_ / (name + " moved") / "model.safetensors").mu, before.mu);

        const FaceModel original(run(name));
        const FaceModel model(folder_ / (name + " moved"));
        EXPECT_EQ(model.info().calibratedThresholds, original.info().calibratedThresholds);
        EXPECT_EQ(model.info().trainingSigmaSq, original.info().trainingSigmaSq);
        EXPECT_EQ(model.info().step, original.info().step);
        EXPECT_TRUE(model.info().runDirectory.empty());
        EXPECT_TRUE(model.info().warnings.empty());
        // A folder can be exported again.
        EXPECT_EQ(exported(folder_ / (name + " moved"), ExportFormat::Folder, folder_ / name).files,
                  outcome.files);
    }
}

TEST_F(ModelExport, ADamagedOrMixedFolderIsRefused) {
    exported(run("scalar"), ExportFormat::Folder, folder_ / "m");
    const auto refusal = [&] { return errorOf([&] { FaceModel(folder_ / "m"); }); };
    const auto damaged = [&](const char* file, std::size_t place) {
        flipByte(folder_ / "m" / file, place);
        const std::string text = refusal();
        flipByte(folder_ / "m" / file, place);
        EXPECT_NE(text.find(file), std::string::npos) << text;
        return text;
    };
    damaged("model.safetensors", 400);
    damaged("model.safetensors", std::filesystem::file_size(folder_ / "m/model.safetensors") - 9);
    EXPECT_NE(damaged("backbone.safetensors", 5000).find("is not the backbone"), std::string::npos);
    EXPECT_EQ(refusal(), "");

    const std::string card = readTextFile(folder_ / "m/model.yaml");
    const auto changed = [&](const std::string& from, const std::string& to) {
        replaceText(folder_ / "m/model.yaml", from, to);
        const std::string text = refusal();
        std::ofstream(folder_ / "m/model.yaml") << card;
        return text;
    };
    EXPECT_NE(changed("\nstep: ", "\nstep: 1").find("for step, but"), std::string::npos);
    EXPECT_NE(changed("  mls: ", "  mls: 1").find("for thresholds.mls"), std::string::npos);
    EXPECT_NE(changed("  width: ", "  width: 1").find("for preprocessing.width"), std::string::npos);
    EXPECT_NE(changed("training_sigma_sq: [", "training_sigma_sq: [0.5, ").find("training_sigma_sq"),
              std::string::npos);
    EXPECT_NE(changed("head:\n", "headless:\n").find("says nothing for head"), std::string::npos);
    EXPECT_NE(changed("format:", "format: [").find("not valid YAML"), std::string::npos);
    EXPECT_EQ(changed("program: probface", "notes: my own\nprogram: probface 0.0.0 or"), "");
    std::filesystem::remove(folder_ / "m/model.yaml");
    EXPECT_EQ(refusal(), "");
    std::filesystem::remove(folder_ / "m/backbone.safetensors");
    EXPECT_NE(refusal().find("backbone.safetensors"), std::string::npos);
    std::filesystem::remove(folder_ / "m/model.safetensors");
    EXPECT_NE(refusal().find("nor an exported model"), std::string::npos);
}

TEST_F(ModelExport, TorchScriptAndOnnxDoWhatTheModelDoes) {
    for (const std::string name : {"scalar", "vector", "program"}) {
        for (const bool headOnly : {false, true}) {
            const auto script =
                exported(run(name), ExportFormat::TorchScript, folder_ / (name + ".pt"), headOnly, true);
            EXPECT_EQ(script.backboneIncluded, !headOnly);
            EXPECT_LE(script.largestDifference, kExportTolerance);
            const auto onnx =
                exported(run(name), ExportFormat::Onnx, folder_ / (name + ".onnx"), headOnly, true);
            EXPECT_EQ(onnx.backboneIncluded, !headOnly && name != "program");
            EXPECT_LE(onnx.largestDifference, kExportTolerance);
            if (name == "program" && !headOnly) {
                ASSERT_FALSE(onnx.notes.empty());
                EXPECT_NE(onnx.notes.front().find("torch.onnx.export"), std::string::npos);
            }
        }
    }
    EXPECT_EQ(entries(folder_.path()), 6U);
    torch::jit::ExtraFilesMap extras{{"model.yaml", ""}};
    torch::jit::load((folder_ / "scalar.pt").string(), torch::kCPU, extras);
    EXPECT_NE(extras["model.yaml"].find("fingerprint:"), std::string::npos);
    const std::string bytes = readTextFile(folder_ / "scalar.onnx");
    EXPECT_NE(bytes.find("probface.thresholds"), std::string::npos);
    EXPECT_NE(bytes.find("probface.preprocessing"), std::string::npos);
}

/// A run of two steps on an ONNX network; then everything that can be made of it.
void expectOnnxGoesAlong(const test::TemporaryFolder& folder, const std::filesystem::path& network,
                         std::int64_t size) {
    Options options = test::smallOptions(folder.path());
    options.train.epochs = 1;
    options.train.stepsPerEpoch = 2;
    options.model.backbone.file = network.string();
    options.model.input.height = options.model.input.width = size;
    test::trainSmall(options, folder / "run");
    const auto model = exported(folder / "run", ExportFormat::Folder, folder / "m");
    EXPECT_EQ(model.largestDifference, 0.0);
    EXPECT_EQ(model.files.front(), folder / "m/backbone.onnx");
    const auto onnx = exported(folder / "m", ExportFormat::Onnx, folder / "m.onnx");
    EXPECT_TRUE(onnx.backboneIncluded);
    EXPECT_LE(onnx.largestDifference, kExportTolerance);
    const auto script = exported(folder / "m", ExportFormat::TorchScript, folder / "m.pt");
    EXPECT_FALSE(script.backboneIncluded);
    EXPECT_NE(script.notes.at(0).find("--format onnx"), std::string::npos);
}

TEST_F(ModelExport, AnOnnxBackboneGoesAlong) {
    // One of ours, so that its outputs have the names that the new ones need.
    exported(run("scalar"), ExportFormat::Onnx, folder_ / "net.onnx");
    expectOnnxGoesAlong(folder_, folder_ / "net.onnx", 64);
}

TEST_F(ModelExport, TheRealOnnxBackboneGoesAlong) {
    const std::filesystem::path network = PF_SOURCE_DIR "/../shared/models/mobilefacenet_112.onnx";
    if (!std::filesystem::exists(network)) {
        GTEST_SKIP() << "no network at " << network;
    }
    expectOnnxGoesAlong(folder_, network, 112);
}

TEST_F(ModelExport, TheHeadAloneLeavesTheBackboneWhereItIs) {
    const auto outcome = exported(run("vector"), ExportFormat::Folder, folder_ / "m", true);
    EXPECT_FALSE(outcome.backboneIncluded);
    EXPECT_EQ(outcome.files.size(), 3U);
    EXPECT_EQ(embedded(folder_ / "m").mu, embedded(run("vector")).mu);
}

TEST_F(ModelExport, OtherPreprocessingWarnsAlsoAfterTheExport) {
    RunControl control;
    ExportRequest request;
    request.model = run("scalar");
    request.overrides = {"model.input.channels=bgr"};
    request.out = folder_ / "m";
    const auto outcome = exportModel(request, control, nullptr);
    ASSERT_EQ(outcome.notes.size(), 1U);
    EXPECT_NE(outcome.notes[0].find("bgr"), std::string::npos);
    EXPECT_EQ(FaceModel(folder_ / "m").info().warnings, outcome.notes);
    EXPECT_NE(readTextFile(folder_ / "m/model.yaml").find("trained_with:"), std::string::npos);
}

TEST_F(ModelExport, WhatIsThereStaysUnlessItIsAModelToReplace) {
    const auto file = folder_.write("face.onnx", "mine");
    const auto error = [&](ExportFormat format, const std::filesystem::path& out, bool replace) {
        return errorOf([&] { exported(run("scalar"), format, out, false, replace); });
    };
    EXPECT_NE(error(ExportFormat::Onnx, file, false).find("config: "), std::string::npos);
    EXPECT_NE(error(ExportFormat::Onnx, file, false).find("--replace"), std::string::npos);
    EXPECT_EQ(readTextFile(file), "mine");
    EXPECT_NE(error(ExportFormat::TorchScript, folder_ / "face.onnx", true).find(".pt"), std::string::npos);
    EXPECT_NE(error(ExportFormat::Folder, folder_ / "face.onnx", true).find("name of a file"),
              std::string::npos);
    EXPECT_NE(error(ExportFormat::Folder, "", true).find("--out"), std::string::npos);

    folder_.write("m/photo.jpg", "mine");
    EXPECT_NE(error(ExportFormat::Folder, folder_ / "m", false).find("--replace"), std::string::npos);
    EXPECT_NE(error(ExportFormat::Folder, folder_ / "m", true).find("photo.jpg"), std::string::npos);
    EXPECT_EQ(entries(folder_ / "m"), 1U);
    std::filesystem::remove(folder_ / "m/photo.jpg");
    EXPECT_EQ(error(ExportFormat::Folder, folder_ / "m", false), "");
    folder_.write("m/backbone.pt", "an older one");
    EXPECT_EQ(error(ExportFormat::Folder, folder_ / "m/", true), "");
    EXPECT_EQ(entries(folder_ / "m"), 4U);
    EXPECT_EQ(error(ExportFormat::Onnx, file, true), "");
    EXPECT_NE(readTextFile(file), "mine");
    EXPECT_EQ(entries(folder_.path()), 2U);
}

TEST_F(ModelExport, AFailingDiskOrAStopLeavesNothing) {
    folder_.write("file", "in the way");
    for (const auto format : {ExportFormat::Folder, ExportFormat::TorchScript, ExportFormat::Onnx}) {
        const char* names[] = {"file/m", "file/m.pt", "file/m.onnx"};
        const auto out = folder_ / names[static_cast<int>(format)];
        EXPECT_NE(errorOf([&] { exported(run("scalar"), format, out); }).find("io: "), std::string::npos);
        RunControl control;
        ExportRequest request;
        request.model = run("scalar");
        request.format = format;
        request.out = folder_ / out.filename();
        const auto outcome = exportModel(request, control, [&](const Progress& progress) {
            if (progress.phase == Phase::Checking) {
                control.requestStop();
            }
        });
        EXPECT_TRUE(outcome.files.empty());
    }
    EXPECT_EQ(entries(folder_.path()), 1U);
    EXPECT_EQ(exportFormatFromName("onnx"), ExportFormat::Onnx);
    EXPECT_NE(errorOf([] { exportFormatFromName("zip"); }).find("torchscript"), std::string::npos);
}

TEST_F(ModelExport, TheRealBackboneGoesAlong) {
    const std::string network = PF_SOURCE_DIR "/../shared/models/mobilefacenet_112.torchscript.pt";
    if (!std::filesystem::exists(network)) {
        GTEST_SKIP() << "no network at " << network;
    }
    Options options = test::smallOptions(folder_.path());
    options.train.epochs = 1;
    options.train.stepsPerEpoch = 2;
    options.model.backbone.file = network;
    options.model.input.height = options.model.input.width = 112;
    test::trainSmall(options, folder_ / "run");
    EXPECT_EQ(exported(folder_ / "run", ExportFormat::Folder, folder_ / "m").largestDifference, 0.0);
    const auto script = exported(folder_ / "m", ExportFormat::TorchScript, folder_ / "m.pt");
    EXPECT_TRUE(script.backboneIncluded);
    EXPECT_LE(script.largestDifference, kExportTolerance);
}

}  // namespace
}  // namespace pf
