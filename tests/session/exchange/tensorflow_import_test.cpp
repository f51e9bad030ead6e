#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/session/exchange/tensorflow_import.h"
#include "core/session/exchange/weight_import.h"
#include "core/session/model/face_model.h"
#include "tests/nn/weights/slim_network.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using test::SlimNetwork;
using test::SlimOptions;
using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

SlimOptions halfWidth(bool multiLayer) {
    SlimOptions slim;
    slim.channels = {32, 64, 128, 256};
    slim.multiLayer = multiLayer;
    return slim;
}

/// A picture of the network's size, as a file and as the reference prepares it.
std::vector<float> writePicture(const std::filesystem::path& file, std::uint64_t seed) {
    Rng rng(seed);
    std::string pixels(std::size_t{32} * 32 * 3, '\0');
    std::vector<float> prepared;
    for (char& pixel : pixels) {
        const auto level = static_cast<unsigned char>(rng.below(256));
        pixel = static_cast<char>(level);
        prepared.push_back((static_cast<float>(level) - 128.0F) / 128.0F);
    }
    test::writeFile(file, "P6\n32 32\n255\n" + pixels);
    return prepared;
}

TEST(TensorFlowImport, AModelFolderGivesTheReferencesMuAndSigma) {
    const TemporaryFolder folder;
    const SlimNetwork reference(halfWidth(true), 11);
    reference.bundle(true, 2).write(folder / "log/ckpt-12000");
    const ImportOutcome outcome = importTensorFlow(folder / "log", "resface64s2m", folder / "model");
    EXPECT_TRUE(outcome.headIncluded);
    EXPECT_THAT(outcome.unused, ElementsAre("Resface/Conv1/Conv1_pre/weights/Momentum", "global_step"));
    EXPECT_THAT(outcome.files, ElementsAre(folder / "model/backbone.safetensors",
                                           folder / "model/model.safetensors", folder / "model/model.yaml"));
    EXPECT_EQ(outcome.description, "ResFace64m width 0.5, 32x32 -> 16 (1504 features, SAME padding)");

    std::filesystem::create_directories(folder / "faces/someone");
    std::vector<std::vector<float>> pictures;
    for (int i = 0; i < 3; ++i) {
        pictures.push_back(writePicture(folder / ("faces/someone/" + std::to_string(i) + ".ppm"),
                                        static_cast<std::uint64_t>(i)));
    }
    // A moved folder is complete in itself.
    std::filesystem::rename(folder / "model", folder / "moved");
    FaceModel model(folder / "moved");
    EXPECT_THAT(model.info().preprocessing, HasSubstr("32x32 rgb mean 128,128,128 std 128,128,128 bilinear"));
    RunControl control;
    const auto set = model.embed(openImages({(folder / "faces").string()}), control, nullptr);
    ASSERT_EQ(set.size(), pictures.size());
    ASSERT_EQ(set.embeddingSize, 16U);
    for (std::size_t row = 0; row < set.size(); ++row) {
        const auto expected = reference.run(pictures[row]);
        EXPECT_NEAR(set.sigmaSq[row], expected.sigmaSq.front(), 1e-5);
        for (std::size_t d = 0; d < set.embeddingSize; ++d) {
            EXPECT_NEAR(set.mu[row * set.embeddingSize + d], expected.mu[d], 1e-5);
        }
    }
}

TEST(TensorFlowImport, WithoutUncertaintyModuleThereIsABackboneOnly) {
    const TemporaryFolder folder;
    SlimNetwork(halfWidth(false), 12).bundle(false).write(folder / "log/ckpt");
    const ImportOutcome outcome = importTensorFlow(folder / "log/ckpt.index", "resface64s2", folder / "out");
    EXPECT_FALSE(outcome.headIncluded);
    EXPECT_THAT(outcome.files, ElementsAre(folder / "out/backbone.safetensors"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/model.safetensors"));
    EXPECT_THAT(outcome.notes.back(), HasSubstr("no uncertainty module"));
    EXPECT_THAT(errorOf([&] { importTensorFlow(folder / "log", "resface64s2", folder / "out"); }),
                HasSubstr("exists already"));
}

TEST(TensorFlowImport, SaysWhichModelACheckpointIsOf) {
    const TemporaryFolder folder;
    SlimNetwork(halfWidth(true), 13).bundle(true).write(folder / "log/ckpt");
    for (const char* wrong : {"resface64", "resface64m", "resface64s2"}) {
        const std::string error = errorOf([&] { importTensorFlow(folder / "log", wrong, folder / "out"); });
        EXPECT_THAT(error, HasSubstr("data: "));
        EXPECT_THAT(error, HasSubstr(std::string("the sizes of resface64s2m, not of ") + wrong));
    }
    EXPECT_THAT(errorOf([&] { importTensorFlow(folder / "log", "resface50", folder / "out"); }),
                HasSubstr("config: there is no reference architecture 'resface50'; choose one of resface64, "
                          "resface64m, resface64s2, resface64s2m"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out")) << "nothing is left of a failed import";
}

TEST(TensorFlowImport, AGenuineCheckpointOfAnotherNetworkIsRefused) {
    const std::filesystem::path genuine = PF_SOURCE_DIR "/../shared/data/tf_checkpoint";
    if (!std::filesystem::exists(genuine)) {
        GTEST_SKIP() << genuine << " is not here";
    }
    const TemporaryFolder folder;
    EXPECT_THAT(errorOf([&] { importTensorFlow(genuine, "resface64", folder / "out"); }),
                HasSubstr("the tensor 'Resface/Bottleneck/weights' is missing; this is not a ResFace of the "
                          "reference"));
}

}  // namespace
}  // namespace pf
