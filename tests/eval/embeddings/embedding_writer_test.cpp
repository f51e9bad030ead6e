#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/numpy/npy.h"
#include "core/base/rng.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/results/embedding_set.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

/// Unit rows of arbitrary floats, sigma² over many magnitudes.
EmbeddingSet randomSet(std::size_t rows, std::size_t size, std::size_t sigmaSize) {
    Rng rng(7);
    EmbeddingSet set;
    set.embeddingSize = size;
    set.sigmaSize = sigmaSize;
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<double> mu(size);
        double square = 0;
        for (double& value : mu) {
            value = rng.uniform() - 0.5;
            square += value * value;
        }
        for (const double value : mu) {
            set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
        }
        for (std::size_t i = 0; i < sigmaSize; ++i) {
            set.sigmaSq.push_back(static_cast<float>(std::exp(20 * (rng.uniform() - 0.5))));
        }
        set.names.push_back("a/" + std::to_string(row) + ".jpg");
        set.labels.push_back(-1);
    }
    return set;
}

class WrittenEmbeddings : public testing::TestWithParam<std::tuple<const char*, std::size_t>> {};

TEST_P(WrittenEmbeddings, AreReadBackBitForBit) {
    const auto& [suffix, sigmaSize] = GetParam();
    const test::TemporaryFolder folder;
    auto set = randomSet(300, 16, sigmaSize);
    set.names[3] = "with, comma";
    set.names[4] = " blanks ";
    set.names[5] = "quote \" in it";
    set.names[6] = "\xC3\xA4;\t";
    const auto file = folder / (std::string("e") + suffix);
    writeEmbeddings(file, set);
    const auto back = readEmbeddings(file);
    EXPECT_EQ(back.embeddingSize, 16U);
    EXPECT_EQ(back.sigmaSize, sigmaSize);
    EXPECT_EQ(back.mu, set.mu);
    EXPECT_EQ(back.sigmaSq, set.sigmaSq);
    if (std::string(suffix) == ".npy") {
        EXPECT_EQ(back.names[3], "e.npy#3");
    } else {
        EXPECT_EQ(back.names, set.names);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, WrittenEmbeddings,
                         testing::Combine(testing::Values(".npz", ".npy", ".csv", ".CSV"),
                                          testing::Values(std::size_t{1}, std::size_t{16})));

TEST(EmbeddingWriter, WithoutSigmaThereIsMuAlone) {
    const test::TemporaryFolder folder;
    for (const char* name : {"e.npz", "e.npy", "e.csv"}) {
        const auto set = randomSet(300, 16, 0);
        writeEmbeddings(folder / name, set);
        const auto back = readEmbeddings(folder / name);
        EXPECT_FALSE(back.hasSigma()) << name;
        EXPECT_EQ(back.mu, set.mu) << name;
    }
}

TEST(EmbeddingWriter, AnArchiveKeepsNormsAndWhatThePairsHaveLost) {
    const test::TemporaryFolder folder;
    auto set = randomSet(4, 8, 1);
    set.issame = {true, false};
    set.norms = {20, 21.5F, 7, 30};
    set.absent = {{0, 2}, 3, 1, 0, 6, {"a.bin#2: it is cut"}};
    writeEmbeddings(folder / "e.npz", set);
    const auto back = readEmbeddings(folder / "e.npz");
    EXPECT_EQ(back.norms, set.norms);
    EXPECT_EQ(back.absent.place, set.absent.place);
    EXPECT_EQ(back.absent.listed, 3U);
    EXPECT_EQ(back.absent.genuine, 1U);
    EXPECT_EQ(back.absent.impostor, 0U);
    EXPECT_EQ(back.absent.images, 6U);
    EXPECT_EQ(back.absent.failed, set.absent.failed);
    writeQuality(folder / "q.csv", set);
    EXPECT_THAT(readTextFile(folder / "q.csv"), HasSubstr("name,sigma_sq,quality,norm\n"));
    EXPECT_THAT(readQuality(folder / "q.csv", set, "norm").values, testing::ElementsAre(20, 21.5, 7, 30));
}

TEST(EmbeddingWriter, TheArrayHasMuInFrontOfSigma) {
    const test::TemporaryFolder folder;
    const auto set = randomSet(3, 4, 1);
    writeEmbeddings(folder / "e.npy", set);
    const auto array = readNpy(folder / "e.npy");
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{3, 5}));
    EXPECT_EQ(array.toFloats()[4], set.sigmaSq[0]);
    EXPECT_EQ(array.toFloats()[5], set.mu[4]);
}

TEST(EmbeddingWriter, TheTableReadsLikeThis) {
    const test::TemporaryFolder folder;
    auto set = randomSet(1, 2, 2);
    set.mu = {0.6F, -0.8F};
    set.sigmaSq = {0.25F, 1e-6F};
    writeEmbeddings(folder / "e.csv", set);
    EXPECT_EQ(readTextFile(folder / "e.csv"),
              "name,mu_0,mu_1,sigma_sq_0,sigma_sq_1\n"
              "a/0.jpg,0.600000024,-0.800000012,0.25,9.99999997e-07\n");
}

TEST(EmbeddingWriter, ANameThatATableCannotHoldIsSaidBefore) {
    const std::vector<std::string> names = {"a.png", "b\rc.png"};
    EXPECT_THAT(errorOf([&] { requireNamesForFile("e.csv", names); }),
                testing::AllOf(HasSubstr("'b\\rc.png'"), HasSubstr("line break"), HasSubstr(".npz")));
    EXPECT_NO_THROW(requireNamesForFile("e.npz", names));
    EXPECT_NO_THROW(requireNamesForFile("", names));
}

TEST(EmbeddingWriter, RefusesOtherExtensionsBeforeAndAtWriting) {
    const test::TemporaryFolder folder;
    for (const char* name : {"e.txt", "e", "e.npz.gz", "e.pkl"}) {
        EXPECT_THAT(errorOf([&] { requireEmbeddingFile(folder / name); }),
                    AllOf(HasSubstr("config: "), HasSubstr(name), HasSubstr(".npz, .npy or .csv")));
        EXPECT_THAT(errorOf([&] { writeEmbeddings(folder / name, randomSet(2, 2, 1)); }),
                    HasSubstr("config: "));
        EXPECT_FALSE(std::filesystem::exists(folder / name));
    }
    EXPECT_EQ(errorOf([] { requireEmbeddingFile("E.NPZ"); }), "");
}

TEST(EmbeddingWriter, RefusesANameThatALineCannotHold) {
    const test::TemporaryFolder folder;
    auto set = randomSet(2, 2, 1);
    set.names[1] = "a\nb";
    EXPECT_THAT(errorOf([&] { writeEmbeddings(folder / "e.csv", set); }),
                AllOf(HasSubstr("data: "), HasSubstr("line break")));
    EXPECT_FALSE(std::filesystem::exists(folder / "e.csv")) << "nothing half written";
    EXPECT_EQ(errorOf([&] { writeEmbeddings(folder / "e.npz", set); }), "");
}

TEST(QualityWriter, IsReadBackAsTheQuality) {
    const test::TemporaryFolder folder;
    auto set = randomSet(4, 3, 1);
    set.sigmaSq = {0.5F, 2, 0.25F, 4};
    writeQuality(folder / "q.csv", set);
    EXPECT_EQ(readQuality(folder / "q.csv", set).values, (std::vector<double>{2, 0.5, 4, 0.25}));
    EXPECT_EQ(readQuality(folder / "q.csv", set, "sigma_sq").values, (std::vector<double>{0.5, 2, 0.25, 4}));
    EXPECT_THAT(readTextFile(folder / "q.csv"),
                testing::StartsWith("name,sigma_sq,quality\na/0.jpg,0.5,2\n"));
}

TEST(QualityWriter, AVectorSigmaIsSummarisedByItsGeometricMean) {
    const test::TemporaryFolder folder;
    auto set = randomSet(2, 2, 2);
    set.sigmaSq = {1, 4, 0.5F, 0.5F};
    writeQuality(folder / "q.csv", set);
    const auto quality = readQuality(folder / "q.csv", set).values;
    EXPECT_NEAR(quality[0], 0.5, 1e-6);
    EXPECT_NEAR(quality[1], 2.0, 1e-6);
}

}  // namespace
}  // namespace pf
