// Files of the evaluation cut at every byte and with seeded damage: whatever comes out must be a value or a
// pf::Error, never anything else.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/base/numpy/npy.h"
#include "core/base/rng.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/eval/pairs/pair_list.h"
#include "tests/eval/embeddings/embedding_pickles.h"
#include "tests/support/bytes.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::Bytes;

using Reader = std::function<void(const std::filesystem::path&)>;

constexpr int kMutations = 2000;

/// Counts how often `read` refuses damaged copies of `whole`; anything but a pf::Error fails the test.
int refusals(const std::string& name, const Bytes& whole, const Reader& read) {
    const test::TemporaryFolder folder;
    int refused = 0;
    const auto tryWith = [&](const Bytes& bytes) {
        std::filesystem::remove(folder / name);  // overwriting a file makes file systems wait for the disk
        const auto file = folder.write(name, test::toText(bytes));
        try {
            read(file);
        } catch (const Error& error) {
            ++refused;
            EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
            EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
        }
    };
    for (std::size_t length = 0; length < whole.size(); ++length) {
        tryWith(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
    }
    Rng rng(20220207);
    for (int i = 0; i < kMutations; ++i) {
        tryWith(test::mutated(whole, rng));
    }
    return refused;
}

/// What is read must hold what the rest of the engine relies on.
void readSet(const std::filesystem::path& file) {
    const auto set = readEmbeddings(file);
    ASSERT_GT(set.size(), 0U);
    ASSERT_EQ(set.mu.size(), set.size() * set.embeddingSize);
    ASSERT_EQ(set.names.size(), set.size());
    ASSERT_EQ(set.labels.size(), set.size());
    ASSERT_TRUE(set.issame.empty() || set.issame.size() * 2 == set.size());
    for (const float value : set.sigmaSq) {
        ASSERT_TRUE(std::isfinite(value) && value > 0);
    }
}

TEST(InputFuzz, EmbeddingsInAnNpy) {
    const Bytes whole =
        npyBytes(NpyArray::fromFloats(std::vector<float>{1, 0, 0, 0.5F, 0, 0.6F, 0.8F, 2}, {2, 4}));
    EXPECT_GT(refusals("a.npy", whole, readSet), static_cast<int>(whole.size()));
}

TEST(InputFuzz, EmbeddingsInAPickle) {
    for (const char* hex :
         {test::kTriplePickle, test::kPairPickle, test::kColumnsPickle, test::kDictPickle}) {
        const Bytes whole = test::fromHex(hex);
        EXPECT_GT(refusals("a.pkl", whole, readSet), static_cast<int>(whole.size()));
    }
}

TEST(InputFuzz, EmbeddingsInATable) {
    EXPECT_GT(
        refusals("a.csv", test::toBytes("name,mu_0,mu_1,sigma_sq\n\"a, b\",0.6,0.8,0.5\nc,1,0,2\n"), readSet),
        100);
}

TEST(InputFuzz, PairLists) {
    const auto read = [](const std::filesystem::path& file) {
        const auto pairs = readPairList(file);
        ASSERT_GT(pairs.size(), 0U);
        ASSERT_EQ(pairs.a.size(), pairs.size());
        ASSERT_EQ(pairs.b.size(), pairs.size());
        ASSERT_TRUE(!pairs.knowsSubjects() || pairs.subjectA.size() == pairs.size());
        ASSERT_EQ(pairs.subjectA.size(), pairs.subjectB.size());
    };
    EXPECT_GT(refusals("p.txt", test::toBytes("1 1\nAnn\t1\t2\nAnn\t1\tBob\t3\n"), read), 100);
    EXPECT_GT(refusals("p.txt",
                       test::toBytes("a,b,same,subject_a,subject_b\nx.jpg,y.jpg,1,Ann,Ann\n"
                                     "\"x, y.jpg\",z.jpg,false,Ann,Bob\n"),
                       read),
              100);
    EXPECT_GT(refusals("p.txt", test::toBytes("x.jpg y.jpg 1\nx.jpg z.jpg 0\n"), read), 100);
}

TEST(InputFuzz, Qualities) {
    const auto read = [](const std::filesystem::path& file) {
        EmbeddingSet set;
        set.names = {"a.jpg", "x/b.jpg"};
        const QualityReadings quality = readQuality(file, set, "q");
        ASSERT_LT(quality.missing.size(), 2U);
        for (std::uint32_t row = 0; row < 2; ++row) {
            ASSERT_TRUE(std::isfinite(quality.values[row]) || quality.missing.contains(row));
        }
    };
    EXPECT_GT(refusals("q.csv", test::toBytes("Filename;q;time;\na.jpg;0.5;12\n\"x/b.jpg\";-1;13\n"), read),
              100);
}

}  // namespace
}  // namespace pf
