#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/gallery_report.h"
#include "core/session/model/face_model.h"
#include "core/session/model/internal/model_folder.h"
#include "tests/session/small_run.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

class FaceModelTest : public test::SharedRun {};

TEST_F(FaceModelTest, EmbedsEveryImageWithUnitMuAndPositiveSigma) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    const auto images = openImages({"synthetic:identities=5,images=3,seed=9"});
    const auto set = model.embed(images, control, nullptr);
    ASSERT_EQ(set.size(), 15U);
    EXPECT_EQ(set.sigmaSize, 1U);
    for (std::size_t row = 0; row < set.size(); ++row) {
        double square = 0;
        for (std::size_t d = 0; d < set.embeddingSize; ++d) {
            square += std::pow(set.mu[row * set.embeddingSize + d], 2);
        }
        EXPECT_NEAR(square, 1.0, 1e-4);
        EXPECT_GT(set.sigmaSq[row], 0.0F);
    }
    const FaceMeasurements measured = measurementsOf(set, images.size());
    writeContactSheet(*folder_ / "gallery.png", images, measured);
    writeIdentityFigure(*folder_ / "figure.png", images, measured);
    EXPECT_EQ(readTextFile(*folder_ / "gallery.png").substr(1, 3), "PNG");
    EXPECT_EQ(readTextFile(*folder_ / "figure.png").substr(1, 3), "PNG");
    const std::string csv = galleryCsv(images, measured);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 16);
}

TEST_F(FaceModelTest, ComparesAnImageWithItself) {
    const auto images = openImages({"synthetic:identities=1,images=1,seed=9"});
    // The command line compares files; here is one.
    RunControl control;
    FaceModel model(*folder_ / "run");
    const auto set = model.embed(images, control, nullptr);
    writeContactSheet(*folder_ / "face.png", images, measurementsOf(set, 1), 1);
    const auto pair = model.compare(*folder_ / "face.png", *folder_ / "face.png");
    EXPECT_NEAR(pair.cosine, 1.0, 1e-5);
    EXPECT_NEAR(pair.mls, -(pair.distanceTerm + pair.logVarianceTerm), 1e-9);
    EXPECT_NEAR(pair.logVarianceTerm, std::log(pair.sigmaSqA + pair.sigmaSqB), 1e-5);
    EXPECT_FALSE(pair.verdict.empty());
    EXPECT_THROW(model.compare(*folder_ / "absent.png", *folder_ / "face.png"), Error);
}

TEST_F(FaceModelTest, AnotherBackboneIsRefused) {
    EXPECT_THROW(FaceModel(*folder_ / "run", {"model.backbone.file=/nowhere.safetensors"}), Error);
    EXPECT_THROW(FaceModel(*folder_ / "nothing"), Error);
    EXPECT_THROW(FaceModel(*folder_ / "run/config.yaml"), Error);
    EXPECT_THROW(FaceModel(*folder_ / "run", {"model.input.colours=bgr"}), Error);
}

TEST_F(FaceModelTest, AnotherPreprocessingWarnsWithWhatDiffers) {
    EXPECT_TRUE(FaceModel(*folder_ / "run").info().warnings.empty());
    const FaceModel model(*folder_ / "run", {"model.input.channels=bgr"});
    ASSERT_EQ(model.info().warnings.size(), 1U);
    EXPECT_NE(model.info().warnings[0].find("bgr"), std::string::npos);
    EXPECT_NE(model.info().warnings[0].find("rgb"), std::string::npos);
    EXPECT_NE(model.info().preprocessing.find(" bgr "), std::string::npos);
}

TEST(ModelCard, KeepsHowImagesWerePreparedAndReadsOlderFiles) {
    ModelCard card;
    card.imagePreparation = "aligned 112x112 by alignment.yaml";
    card.backboneFileHash = "abc";
    Metadata metadata = cardMetadata(card);
    EXPECT_EQ(cardFromMetadata(metadata, "m").imagePreparation, card.imagePreparation);
    EXPECT_EQ(cardFromMetadata(metadata, "m").backboneFileHash, "abc");
    metadata.erase("images_prepared");
    metadata.erase("backbone_file_sha256");
    EXPECT_EQ(cardFromMetadata(metadata, "m").imagePreparation, "");
    EXPECT_EQ(cardFromMetadata(metadata, "m").backboneFileHash, "");
    metadata.erase("thresholds");
    EXPECT_THROW(cardFromMetadata(metadata, "m"), Error);
}

TEST(TrainingPercentile, InterpolatesBetweenStoredPercentiles) {
    ModelInfo info;
    EXPECT_FALSE(trainingPercentile(info, 0.5));
    for (int i = 0; i <= 100; ++i) {
        info.trainingSigmaSq.push_back(i * 0.01);
    }
    EXPECT_NEAR(*trainingPercentile(info, 0.255), 25.5, 1e-9);
    EXPECT_DOUBLE_EQ(*trainingPercentile(info, -1), 0.0);
    EXPECT_DOUBLE_EQ(*trainingPercentile(info, 7), 100.0);
}

}  // namespace
}  // namespace pf
