#include "core/eval/embedding_set.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/npz.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

EmbeddingSet sample() {
    EmbeddingSet set;
    set.embeddingSize = 2;
    set.sigmaSize = 1;
    set.mu = {1, 0, 0, 1, 0.6F, 0.8F, -1, 0};
    set.sigmaSq = {0.1F, 0.2F, 0.3F, 0.4F};
    set.names = {"a", "b", "c", "d"};
    set.labels = {-1, -1, -1, -1};
    set.issame = {true, false};
    return set;
}

void expectRefused(const test::TemporaryFolder& folder, const NpzArrays& arrays, const std::string& part) {
    writeNpz(folder / "bad.npz", arrays);
    try {
        readEmbeddings(folder / "bad.npz");
        FAIL() << "no error for: " << part;
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("bad.npz"), std::string::npos) << error.what();
    }
}

TEST(EmbeddingSet, WritesAndReadsTheSame) {
    const test::TemporaryFolder folder;
    writeEmbeddings(folder / "a.npz", sample());
    const auto back = readEmbeddings(folder / "a.npz");
    EXPECT_EQ(back.mu, sample().mu);
    EXPECT_EQ(back.sigmaSq, sample().sigmaSq);
    EXPECT_EQ(back.names, sample().names);
    EXPECT_EQ(back.issame, sample().issame);
    EXPECT_EQ(back.size(), 4U);
}

TEST(EmbeddingSet, AVectorSigmaIsSummarisedByItsGeometricMean) {
    auto set = sample();
    set.sigmaSize = 2;
    set.sigmaSq = {1, 4, 1, 1, 2, 2, 0.5F, 2};
    const auto summary = set.sigmaSummary();
    ASSERT_EQ(summary.size(), 4U);
    EXPECT_NEAR(summary[0], 2.0, 1e-6);
    EXPECT_NEAR(summary[3], 1.0, 1e-6);
}

TEST(EmbeddingSet, BadArraysAreNamed) {
    const test::TemporaryFolder folder;
    const auto floats = [](std::vector<float> values, std::vector<std::size_t> shape) {
        return NpyArray::fromFloats(values, std::move(shape));
    };
    const auto mu = floats({1, 0, 0, 1}, {2, 2});
    expectRefused(folder, {{"mu", mu}}, "sigma_sq");
    expectRefused(folder, {{"mu", mu}, {"sigma_sq", floats({1, 1, 1}, {3, 1})}}, "[3, 1]");
    expectRefused(folder, {{"mu", mu}, {"sigma_sq", floats({1, 0}, {2, 1})}}, "row 1");
    expectRefused(folder, {{"mu", mu}, {"sigma_sq", floats({1, std::nanf("")}, {2, 1})}}, "row 1");
    expectRefused(folder, {{"mu", floats({1, 0, 3, 4}, {2, 2})}, {"sigma_sq", floats({1, 1}, {2, 1})}},
                  "length 5");
    expectRefused(
        folder,
        {{"mu", mu}, {"sigma_sq", floats({1, 1}, {2, 1})}, {"issame", NpyArray::fromBools({true, false})}},
        "issame");
}

}  // namespace
}  // namespace pf
