#include "core/results/embedding_set.h"

#include <gtest/gtest.h>

#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
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

}  // namespace
}  // namespace pf
