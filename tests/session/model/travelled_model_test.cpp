// Models that are opened on another machine, or after their files were moved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <optional>

#include "core/base/config/config_file.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/weights/weights.h"
#include "core/session/model/backbone_search.h"
#include "core/session/model/face_model.h"
#include "core/session/model/internal/model_folder.h"
#include "core/train/checkpoint_store.h"
#include "tests/session/small_run.h"
#include "tests/support/bytes.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A run whose backbone lay in a folder that is gone; every test has its own copy of it.
class TravelledModel : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        trained_ = std::make_unique<test::TemporaryFolder>();
        Options options = test::smallOptions(trained_->path());
        const fs::path backbone = resolveBuiltin(options.model.backbone.file);
        fs::create_directories(*trained_ / "elsewhere");
        fs::copy_file(backbone, *trained_ / "elsewhere/net.safetensors");
        options.model.backbone.file = (*trained_ / "elsewhere/net.safetensors").string();
        test::trainSmall(options, *trained_ / "runs/own/1");
        fs::rename(*trained_ / "elsewhere", *trained_ / "away");
    }
    static void TearDownTestSuite() { trained_.reset(); }

    void SetUp() override {
        if (const char* old = std::getenv("XDG_STATE_HOME")) {
            before_ = old;
        }
        ::setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
        fs::copy(*trained_ / "runs", folder_ / "runs",
                 fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    }
    void TearDown() override {
        setBackboneFinder({});
        before_ ? ::setenv("XDG_STATE_HOME", before_->c_str(), 1) : ::unsetenv("XDG_STATE_HOME");
    }

    fs::path run() const { return folder_ / "runs/own/1"; }
    fs::path network() const { return *trained_ / "away/net.safetensors"; }
    void put(const std::string& name) const {
        fs::create_directories((folder_ / name).parent_path());
        fs::copy_file(network(), folder_ / name);
    }
    std::string problem(const std::vector<std::string>& overrides = {}) const {
        return test::errorOf([&] { FaceModel(run(), overrides); });
    }
    std::string usedFile(const std::vector<std::string>& overrides = {}) const {
        return FaceModel(run(), overrides).info().options.model.backbone.file;
    }

    static std::unique_ptr<test::TemporaryFolder> trained_;
    test::TemporaryFolder folder_;
    std::optional<std::string> before_;
};
std::unique_ptr<test::TemporaryFolder> TravelledModel::trained_;

TEST_F(TravelledModel, ABackboneThatIsNowhereIsAskedForByNameAndHash) {
    EXPECT_THAT(problem(), AllOf(HasSubstr("io: "), HasSubstr("its backbone net.safetensors (file SHA-256 "),
                                 HasSubstr("elsewhere/net.safetensors"), HasSubstr("--backbone FILE")));
    MissingBackbone asked;
    setBackboneFinder([&](const MissingBackbone& missing) {
        asked = missing;
        return network();
    });
    EXPECT_EQ(usedFile(), network().string());
    EXPECT_EQ(asked.fileHash.size(), 64U);
    EXPECT_EQ(asked.model, run());
    setBackboneFinder({});
    EXPECT_EQ(usedFile(), network().string()) << "the answer is remembered";
}

TEST_F(TravelledModel, ItIsFoundBesideTheRunAtAnyHeight) {
    for (const char* place : {"runs/own/1/net.safetensors", "runs/net.safetensors", "net.safetensors"}) {
        put(place);
        EXPECT_EQ(fs::path(usedFile()), folder_ / place);
        fs::remove(folder_ / place);
        fs::remove_all(folder_ / "state");
    }
}

TEST_F(TravelledModel, ItIsKnownByItsHashUnderAnotherName) {
    put("runs/own/1/renamed.safetensors");
    // The right name, but another file.
    folder_.write("runs/own/1/net.safetensors", "something else");
    EXPECT_EQ(fs::path(usedFile()), run() / "renamed.safetensors");
}

TEST_F(TravelledModel, AFolderMayBeNamedToLookIn) {
    put("networks/a.safetensors");
    folder_.write("networks/b.onnx", test::smallFaceNetwork().bytes());
    EXPECT_EQ(fs::path(usedFile({"model.backbone.file=" + (folder_ / "networks").string()})),
              folder_ / "networks/a.safetensors");
    fs::remove(folder_ / "networks/a.safetensors");
    fs::remove_all(folder_ / "state");
    EXPECT_THAT(problem({"model.backbone.file=" + (folder_ / "networks").string()}),
                HasSubstr("net.safetensors"));
}

TEST_F(TravelledModel, AnotherNetworkIsRefusedWhoeverNamesIt) {
    ResFaceOptions options;  // of the same shape as the demonstration's
    options.depth = 20;
    options.width = 0.125;
    options.inputHeight = options.inputWidth = 64;
    options.embeddingSize = 64;
    options.multiLayer = true;
    const auto other = folder_ / "other.safetensors";
    saveBackbone(other, ResFace(options, 3), {{128, 128, 128}, {128, 128, 128}});
    EXPECT_THAT(problem({"model.backbone.file=" + other.string()}),
                AllOf(HasSubstr("another backbone"), HasSubstr("--backbone FILE")));
}

TEST_F(TravelledModel, AModelOfAGpuOpensOnWhatIsThere) {
    const Checkpoint checkpoint = readCheckpoint(findModel(run()).weights);
    ModelCard card = cardFromMetadata(checkpoint.metadata, "checkpoint");
    card.options.train.device = "cuda";
    card.options.model.backbone.file = network().string();
    card.backboneFileHash.clear();
    NamedTensors tensors(checkpoint.tensors.begin(), checkpoint.tensors.end());
    fs::create_directories(folder_ / "exported");
    writeModelWeights(folder_ / "exported", tensors, card, checkpoint.step);
    const FaceModel model(folder_ / "exported");
    EXPECT_EQ(model.info().step, checkpoint.step);
}

TEST_F(TravelledModel, ABackboneAloneIsNoModelAndTheCureIsSaid) {
    const auto onnx = folder_.write("net.onnx", test::smallFaceNetwork().bytes());
    const auto zip = folder_.write("net.pt", std::string("PK\x03\x04") + std::string(60, '\0'));
    for (const fs::path& file : {network(), onnx, zip}) {
        EXPECT_THAT(
            test::errorOf([&] { FaceModel{file}; }),
            AllOf(HasSubstr("uncertainty head"), HasSubstr("probface train"), HasSubstr(file.string())));
    }
    const auto text = folder_.write("notes.txt", "some words, long enough to be no header of anything");
    EXPECT_THAT(test::errorOf([&] { FaceModel{text}; }), HasSubstr("is not a model"));
    const auto pointer =
        folder_.write("model.safetensors", "version https://git-lfs.github.com/spec/v1\nsize 5\n");
    EXPECT_THAT(test::errorOf([&] { FaceModel{pointer}; }), HasSubstr("Git LFS pointer"));
}

}  // namespace
}  // namespace pf
