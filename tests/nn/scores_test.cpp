#include "core/nn/scores.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/numpy/npz.h"
#include "core/nn/losses/losses.h"
#include "tests/nn/nn_support.h"
#include "tests/support/reference_files.h"

namespace pf {
namespace {

class Scores : public test::NnTest {};

constexpr ScoreKind kKinds[] = {ScoreKind::Cosine, ScoreKind::Mls, ScoreKind::Attention};

TEST_F(Scores, MatchHandComputedValues) {
    const auto row = [](std::vector<double> values) { return at::tensor(values, at::kDouble).view({1, -1}); };
    const Gaussians a{row({1, 0}), row({0.2})};
    const Gaussians b{row({0.6, 0.8}), row({0.3})};
    EXPECT_NEAR(pairScores(ScoreKind::Cosine, a, b).item<double>(), 0.6, 1e-12);
    EXPECT_NEAR(pairScores(ScoreKind::Attention, a, b).item<double>(), -0.8 / 0.5, 1e-8);
    EXPECT_NEAR(pairScores(ScoreKind::Mls, a, b).item<double>(), -0.8 / 0.5 - std::log(0.5), 1e-8);
    const Gaussians c{row({1, 0}), row({0.2, 0.1})};
    const Gaussians d{row({0.6, 0.8}), row({0.3, 0.1})};
    const double attention = (0.16 / 0.5 + 0.64 / 0.2) / 2.0;
    EXPECT_NEAR(pairScores(ScoreKind::Attention, c, d).item<double>(), -attention, 1e-8);
    EXPECT_NEAR(pairScores(ScoreKind::Mls, c, d).item<double>(),
                -attention - (std::log(0.5) + std::log(0.2)) / 2.0, 1e-8);
}

TEST_F(Scores, MatricesPairsAndLossesAgree) {
    for (const int64_t sigmaSize : {int64_t{1}, int64_t{16}}) {
        const at::Tensor logSigmaSq = at::randn({30, sigmaSize}, at::kDouble) - 1.0;
        const Gaussians all{test::unitRows(30, 16), logSigmaSq.exp()};
        for (const ScoreKind kind : kKinds) {
            const at::Tensor matrix = scoreMatrix(kind, all, all);
            const Gaussians moved{all.mu.roll({1}, {0}), all.sigmaSq.roll({1}, {0})};
            const at::Tensor pairs = pairScores(kind, all, moved);
            for (int64_t i = 0; i < 30; ++i) {
                EXPECT_NEAR(pairs[i].item<double>(), matrix[i][(i + 29) % 30].item<double>(), 1e-9);
            }
        }
        EXPECT_LT(test::maxDifference(scoreMatrix(ScoreKind::Mls, all, all),
                                      -negativeMlsMatrix(all.mu, logSigmaSq)),
                  1e-9);
        EXPECT_LT(test::maxDifference(scoreMatrix(ScoreKind::Attention, all, all),
                                      -attentionMatrix(all.mu, logSigmaSq)),
                  1e-9);
    }
}

TEST_F(Scores, BlocksCoverRowsAndColumns) {
    // One row of the vector matrix needs 2600 * 1700 * 8 bytes: more than a block, so columns are cut too.
    const int64_t dimensions = 1700;
    const Gaussians a{test::unitRows(3, dimensions), at::rand({3, dimensions}, at::kDouble) + 0.1};
    const Gaussians b{test::unitRows(2600, dimensions), at::rand({2600, dimensions}, at::kDouble) + 0.1};
    const at::Tensor matrix = scoreMatrix(ScoreKind::Mls, a, b);
    for (int64_t i = 0; i < 3; ++i) {
        const Gaussians repeated{a.mu.narrow(0, i, 1).expand({2600, -1}),
                                 a.sigmaSq.narrow(0, i, 1).expand({2600, -1})};
        EXPECT_LT(test::maxDifference(matrix[i], pairScores(ScoreKind::Mls, repeated, b)), 1e-10);
    }
}

TEST_F(Scores, SummaryIsTheGeometricMean) {
    const at::Tensor sigmaSq = at::tensor(std::vector<double>{1, 4, 0.5, 0.5}, at::kDouble).view({2, 2});
    const at::Tensor summary = summarySigmaSq(sigmaSq);
    EXPECT_NEAR(summary[0].item<double>(), 2.0, 1e-12);
    EXPECT_NEAR(summary[1].item<double>(), 0.5, 1e-12);
    EXPECT_TRUE(at::equal(summarySigmaSq(sigmaSq.narrow(1, 0, 1)), sigmaSq.select(1, 0)));
}

TEST_F(Scores, EmptyInputGivesEmptyScores) {
    const Gaussians none{at::zeros({0, 8}), at::zeros({0, 1})};
    const Gaussians some{at::zeros({2, 8}), at::ones({2, 1})};
    for (const ScoreKind kind : kKinds) {
        EXPECT_EQ(pairScores(kind, none, none).numel(), 0);
        EXPECT_EQ(scoreMatrix(kind, some, none).sizes(), at::IntArrayRef({2, 0}));
    }
}

TEST_F(Scores, WrongSidesAreNamed) {
    const Gaussians a{at::zeros({2, 8}), at::ones({2, 1})};
    EXPECT_NE(test::messageOf(ErrorCode::Shape,
                              [&] {
                                  pairScores(ScoreKind::Cosine, a, {at::zeros({2, 9}), at::ones({2, 1})});
                              })
                  .find("8 and 9"),
              std::string::npos);
    test::messageOf(ErrorCode::Shape, [&] {
        pairScores(ScoreKind::Mls, a, {at::zeros({3, 8}), at::ones({3, 1})});
    });
    test::messageOf(ErrorCode::Shape, [&] {
        scoreMatrix(ScoreKind::Mls, a, {at::zeros({2, 8}), at::ones({2, 8})});
    });
    EXPECT_NE(test::messageOf(ErrorCode::Shape,
                              [&] {
                                  pairScores(ScoreKind::Mls, a, {a.mu, {}});
                              })
                  .find("missing"),
              std::string::npos);
}

class ScoresReference : public test::NnTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(ScoresReference, FirstScoresMatchTo1e5) {
    const auto file = [](const char* ending) {
        return test::referenceFile(std::string(GetParam()) + ending);
    };
    const NpzArrays arrays = readNpz(file(".npz"));
    const auto tensorOf = [&](const std::string& name) {
        const NpyArray& array = arrays.at(name);
        std::vector<float> values = array.toFloats();
        return at::tensor(values).view({static_cast<int64_t>(array.shape[0]), -1});
    };
    const at::Tensor mu = tensorOf("mu");
    const at::Tensor sigmaSq = tensorOf("sigma_sq");
    const auto side = [&](int64_t first) {
        return Gaussians{mu.slice(0, first, mu.size(0), 2), sigmaSq.slice(0, first, mu.size(0), 2)};
    };
    const auto json = nlohmann::json::parse(readTextFile(file(".json")));
    for (const ScoreKind kind : kKinds) {
        const auto& entry = json["scores"];
        if (!entry.contains(std::string(scoreKindName(kind)))) {
            continue;
        }
        const auto expected =
            entry[std::string(scoreKindName(kind))]["first_scores"].get<std::vector<double>>();
        ASSERT_FALSE(expected.empty());
        const at::Tensor scores = pairScores(kind, side(0), side(1));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_NEAR(scores[static_cast<int64_t>(i)].item<double>(), expected[i], 1e-5)
                << scoreKindName(kind);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Files, ScoresReference, ::testing::Values("verification_small", "verification_pfe"));

}  // namespace
}  // namespace pf
