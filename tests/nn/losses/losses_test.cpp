#include "core/nn/losses/losses.h"

#include <cmath>
#include <functional>
#include <span>

#include "core/metrics/pair_scores.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class Losses : public test::NnTest {};

at::Tensor doubles(const std::vector<double>& values, at::IntArrayRef shape) {
    return at::tensor(values, at::kDouble).view(shape);
}

/// Two identities with two faces each, in two dimensions: cosines 0, 1 and -1 only.
struct Quartet {
    at::Tensor mu = doubles({1, 0, 0, 1, -1, 0, 1, 0}, {4, 2});
    at::Tensor logSigmaSq = doubles({0.5, 0.5, 1.0, 1.5}, {4, 1}).log();
    at::Tensor labels = at::tensor(std::vector<int64_t>{7, 7, 9, 9}, at::kLong);
};

TEST_F(Losses, DistanceTermAndMlsMatchHandComputedValues) {
    const Quartet q;
    const PairMatrices pairs = pairMatrices(q.mu, q.logSigmaSq);
    // (0,1): 2(1-0)/1; (0,2): 2(1+1)/1.5; (2,3): 2(1+1)/2.5; (0,3): the same direction.
    EXPECT_NEAR(pairs.distanceTerm[0][1].item<double>(), 2.0, 1e-9);
    EXPECT_NEAR(pairs.distanceTerm[0][2].item<double>(), 4.0 / 1.5, 1e-9);
    EXPECT_NEAR(pairs.distanceTerm[2][3].item<double>(), 1.6, 1e-9);
    EXPECT_NEAR(pairs.distanceTerm[0][3].item<double>(), 0.0, 1e-12);
    EXPECT_NEAR(pairs.negativeMls[0][1].item<double>(), 2.0 + std::log(1.0), 1e-9);
    EXPECT_NEAR(pairs.negativeMls[2][3].item<double>(), 1.6 + std::log(2.5), 1e-9);
}

TEST_F(Losses, VectorSigmaAveragesOverDimensions) {
    const at::Tensor mu = doubles({0.6, 0.8, 0.8, 0.6}, {2, 2});
    const at::Tensor sigmaSq = doubles({0.1, 0.3, 0.2, 0.1}, {2, 2});
    const PairMatrices pairs = pairMatrices(mu, sigmaSq.log());
    const double distanceTerm = (0.04 / 0.3 + 0.04 / 0.4) / 2.0;
    EXPECT_NEAR(pairs.distanceTerm[0][1].item<double>(), distanceTerm, 1e-9);
    EXPECT_NEAR(pairs.negativeMls[0][1].item<double>(), distanceTerm + (std::log(0.3) + std::log(0.4)) / 2.0,
                1e-9);
    EXPECT_TRUE(at::equal(pairs.distanceTerm, pairs.distanceTerm.t()));
}

TEST_F(Losses, APictureMakesNoGenuinePairWithItself) {
    // An augmented half and a plain one: person 7 with pictures 0 and 1, person 9 with picture 5 twice.
    const at::Tensor labels = at::tensor(std::vector<int64_t>{7, 7, 9, 9, 7, 7, 9, 9}, at::kLong);
    const at::Tensor pictures = at::tensor(std::vector<int64_t>{0, 1, 5, 5, 0, 1, 5, 5}, at::kLong);
    const auto pairsOf = [&](const PairMasks& masks) {
        std::string pairs;
        for (int64_t i = 0; i < 8; ++i) {
            for (int64_t j = i + 1; j < 8; ++j) {
                EXPECT_EQ(masks.positive[i][j].item<bool>(), masks.positive[j][i].item<bool>());
                pairs += masks.positive[i][j].item<bool>() ? std::to_string(i) + std::to_string(j) + " " : "";
            }
        }
        return pairs;
    };
    const PairMasks masks = pairMasks(labels, at::kCPU, pictures);
    EXPECT_EQ(pairsOf(masks), "01 05 14 45 ");
    EXPECT_EQ(masks.positiveCount, 8);
    EXPECT_EQ(masks.negativeCount, 32);
    const PairMasks reference = pairMasks(labels, at::kCPU, pictures, Positives::Reference);
    EXPECT_EQ(pairsOf(reference), "01 04 05 14 15 45 ") << "own copies, but not of a lone picture";
    EXPECT_EQ(reference.positiveCount, 12);
    EXPECT_NE(
        messageOf(
            ErrorCode::Data,
            [&] { pairMasks(labels, at::kCPU, at::where(labels == 7, at::zeros_like(pictures), pictures)); })
            .find("different pictures of one person"),
        std::string::npos);
    messageOf(ErrorCode::Shape, [&] { pairMasks(labels, at::kCPU, pictures.slice(0, 0, 4)); });
}

TEST_F(Losses, WithPicturesOnlyDifferentOnesDecide) {
    const Quartet q;
    const LossOptions options;
    // Faces 2 and 3 are one picture: what their distance is does not matter to mls.
    const at::Tensor pictures = at::tensor(std::vector<int64_t>{0, 1, 2, 2}, at::kLong);
    const auto values = computeLosses(q.mu, q.logSigmaSq, q.labels, options, {}, pictures).values();
    EXPECT_NEAR(values.at("mls"), 2.0 + std::log(1.0), 1e-9);
    EXPECT_NEAR(values.at("att_pos"), 2.0, 1e-9);
}

TEST_F(Losses, TripletTakesTheSmallestFartherNegativeOrTheLargest) {
    // Rows by hand; faces 0,1 and 2,3 are the positives.
    const at::Tensor distanceTerm = doubles({0, 2, 1, 5,    //
                                             2, 0, 2, 1.5,  //
                                             1, 2, 0, 4,    //
                                             5, 1.5, 4, 0},
                                            {4, 4});
    const Quartet q;
    const PairMasks masks = pairMasks(q.labels, at::kCPU);
    // (0,1): A=2, negatives {1,5} -> 5: 3+2-5 = 0. (1,0): A=2, negatives {2,1.5}: none is larger than 2 ->
    // 2: 3. (2,3): A=4, negatives {1,2} -> 2: 5. (3,2): A=4, negatives {5,1.5} -> 5: 2.
    EXPECT_DOUBLE_EQ(tripletSemihardLoss(distanceTerm, masks, 3.0).item<double>(), (0 + 3 + 5 + 2) / 4.0);
    EXPECT_DOUBLE_EQ(tripletSemihardLoss(distanceTerm, masks, 0.5).item<double>(), (0 + 0.5 + 2.5 + 0) / 4.0);
}

TEST_F(Losses, TripletEqualsTheDefinitionOnManyRandomBatches) {
    for (int trial = 0; trial < 20; ++trial) {
        const int64_t n = 12;
        // Rounded values make ties frequent.
        const at::Tensor distanceTerm = at::rand({n, n}, at::kDouble).mul(8.0).round().div(2.0);
        const at::Tensor labels = at::cat(
            {at::zeros({2}, at::kLong), at::ones({1}, at::kLong), at::randint(0, 3, {n - 3}, at::kLong)});
        const PairMasks masks = pairMasks(labels, at::kCPU);
        double sum = 0.0;
        int64_t count = 0;
        for (int64_t a = 0; a < n; ++a) {
            for (int64_t p = 0; p < n; ++p) {
                if (a == p || labels[a].item<int64_t>() != labels[p].item<int64_t>()) {
                    continue;
                }
                const double near = distanceTerm[a][p].item<double>();
                double larger = INFINITY;
                double largest = -INFINITY;
                for (int64_t k = 0; k < n; ++k) {
                    const double value = distanceTerm[a][k].item<double>();
                    if (labels[a].item<int64_t>() != labels[k].item<int64_t>()) {
                        largest = std::max(largest, value);
                        larger = value > near ? std::min(larger, value) : larger;
                    }
                }
                sum += std::max(0.0, 3.0 + near - (std::isinf(larger) ? largest : larger));
                ++count;
            }
        }
        EXPECT_NEAR(tripletSemihardLoss(distanceTerm, masks, 3.0).item<double>(),
                    sum / static_cast<double>(count), 1e-12);
    }
}

TEST_F(Losses, ConstraintMatchesHandComputedValues) {
    const at::Tensor logSigmaSq = doubles({0.5, 1.0, 1.5}, {3, 1}).log();
    // Mean 1: deviations -0.5, 0, 0.5.
    const auto value = [&](ConstraintKind kind, Reduction reduction) {
        return constraintLoss(logSigmaSq, {kind, 2.0, reduction}).item<double>();
    };
    EXPECT_NEAR(value(ConstraintKind::L2, Reduction::Sum), 1.0, 1e-12);
    EXPECT_NEAR(value(ConstraintKind::L1, Reduction::Sum), 2.0, 1e-12);
    EXPECT_NEAR(value(ConstraintKind::L2, Reduction::Mean), 1.0 / 3.0, 1e-12);
    EXPECT_EQ(value(ConstraintKind::None, Reduction::Sum), 0.0);
    // The same vector in every dimension is worth what the scalar is.
    EXPECT_NEAR(
        constraintLoss(logSigmaSq.expand({3, 5}), {ConstraintKind::L2, 2.0, Reduction::Sum}).item<double>(),
        1.0, 1e-12);
}

TEST_F(Losses, TotalAddsTheWeightedTerms) {
    const Quartet q;
    LossOptions options;
    options.mls.weight = 2.0;
    options.constraint.weight = 0.5;
    options.discriminate.weight = 0.25;
    options.weightDecay = 0.1;
    const at::Tensor weight = doubles({1, 2, 3}, {1, 3});
    const auto values = computeLosses(q.mu, q.logSigmaSq, q.labels, options, {weight}).values();
    EXPECT_NEAR(values.at("regu"), 0.05 * 14.0, 1e-12);
    EXPECT_NEAR(values.at("a"),
                2.0 * values.at("mls") + values.at("s_L2") + 0.25 * values.at("atte") + values.at("regu"),
                1e-12);
    EXPECT_NEAR(values.at("att_pos"), (2.0 + 1.6) / 2.0, 1e-9);
    EXPECT_NEAR(values.at("s_max"), 1.5, 1e-12);
    EXPECT_NEAR(values.at("s_min"), 0.5, 1e-12);
    EXPECT_EQ(values.size(), 9U);
}

TEST_F(Losses, SwitchedOffTermsAreAbsent) {
    const Quartet q;
    LossOptions options;
    options.constraint.kind = ConstraintKind::None;
    options.discriminate.kind = DiscriminateKind::None;
    const auto values = computeLosses(q.mu, q.logSigmaSq, q.labels, options, {}).values();
    EXPECT_EQ(values.count("atte") + values.count("s_L1") + values.count("s_L2"), 0U);
    EXPECT_NEAR(values.at("a"), values.at("mls"), 1e-15);
    options.constraint.kind = ConstraintKind::L1;
    EXPECT_EQ(computeLosses(q.mu, q.logSigmaSq, q.labels, options, {}).values().count("s_L1"), 1U);
}

TEST_F(Losses, EmbeddingsNeverReceiveAGradient) {
    for (const int64_t sigmaSize : {int64_t{1}, int64_t{3}}) {
        const at::Tensor mu = test::unitRows(6, 3).requires_grad_(true);
        const at::Tensor logSigmaSq = at::randn({6, sigmaSize}, at::kDouble).requires_grad_(true);
        const at::Tensor labels = at::tensor(std::vector<int64_t>{0, 0, 1, 1, 2, 2}, at::kLong);
        computeLosses(mu, logSigmaSq, labels, {}, {}).total.backward();
        EXPECT_FALSE(mu.grad().defined());
        EXPECT_TRUE(logSigmaSq.grad().defined());
    }
}

TEST_F(Losses, GradientsMatchNumericalOnes) {
    for (const int64_t sigmaSize : {int64_t{1}, int64_t{5}}) {
        const at::Tensor mu = test::unitRows(8, 5);
        const at::Tensor point = at::randn({8, sigmaSize}, at::kDouble) * 0.3 - 1.0;
        const PairMasks masks =
            pairMasks(at::tensor(std::vector<int64_t>{0, 0, 1, 1, 2, 2, 2, 0}, at::kLong), at::kCPU);
        using Function = std::function<at::Tensor(const at::Tensor&)>;
        const std::map<std::string, Function> functions{
            {"mls", [&](const at::Tensor& s) { return mlsLoss(pairMatrices(mu, s).negativeMls, masks); }},
            {"asymmetric use of A",
             [&](const at::Tensor& s) {
                 return (pairMatrices(mu, s).distanceTerm * at::arange(8, at::kDouble)).sum();
             }},
            {"triplet",
             [&](const at::Tensor& s) {
                 return tripletSemihardLoss(pairMatrices(mu, s).distanceTerm, masks, 3.0);
             }},
            {"contrastive",
             [&](const at::Tensor& s) {
                 return contrastiveLoss(pairMatrices(mu, s).distanceTerm, masks, 3.0);
             }},
        };
        for (const auto& [name, function] : functions) {
            EXPECT_LT(test::maxDifference(test::autogradGradient(function, point),
                                          test::numericalGradient(function, point)),
                      1e-6)
                << name << " with sigma size " << sigmaSize;
        }
        // The mean inside the constraint is held constant, so it is held constant in the differences too.
        const at::Tensor mean = point.exp().mean();
        for (const ConstraintKind kind : {ConstraintKind::L1, ConstraintKind::L2}) {
            const Function fixed = [&](const at::Tensor& s) {
                const at::Tensor deviation = s.exp() / mean - 1.0;
                return (kind == ConstraintKind::L1 ? deviation.abs() : deviation.square()).mean(1).sum();
            };
            const Function real = [&](const at::Tensor& s) {
                return constraintLoss(s, {kind, 1.0, Reduction::Sum});
            };
            EXPECT_LT(test::maxDifference(test::autogradGradient(real, point),
                                          test::numericalGradient(fixed, point)),
                      1e-6);
        }
    }
}

TEST_F(Losses, PairMatricesAreTheScoresOfPairs) {
    for (const int64_t sigmaSize : {int64_t{1}, int64_t{16}}) {
        const at::Tensor mu = test::unitRows(20, 16).to(at::kFloat);
        const at::Tensor logSigmaSq = at::randn({20, sigmaSize}) - 1.0;
        const PairMatrices pairs = pairMatrices(mu, logSigmaSq);
        const at::Tensor sigmaSq = logSigmaSq.exp();
        const auto face = [&](int64_t row) {
            const auto part = [row](const at::Tensor& rows) {
                return std::span<const float>(rows[row].data_ptr<float>(),
                                              static_cast<std::size_t>(rows.size(1)));
            };
            return FaceRow{part(mu), part(sigmaSq)};
        };
        for (int64_t a = 0; a < 20; ++a) {
            for (int64_t b = 0; b < 20; ++b) {
                EXPECT_NEAR(pairs.negativeMls[a][b].item<double>(), -mlsScore(face(a), face(b)), 1e-4);
                EXPECT_NEAR(pairs.distanceTerm[a][b].item<double>(), -distanceTermScore(face(a), face(b)),
                            1e-4);
            }
        }
    }
}

TEST_F(Losses, VectorBlocksDoNotChangeTheResult) {
    // 300 x 300 x 64 float64 values are 46 MB: more than one block.
    const at::Tensor mu = test::unitRows(300, 64);
    const at::Tensor logSigmaSq = at::randn({300, 64}, at::kDouble) * 0.1 - 7.0;
    const at::Tensor labels = at::arange(300, at::kLong).remainder(100);
    const PairMasks masks = pairMasks(labels, at::kCPU);
    const auto loss = [&](const at::Tensor& s) { return mlsLoss(pairMatrices(mu, s).negativeMls, masks); };
    const auto plain = [&](const at::Tensor& s) {
        const at::Tensor sums = s.exp().unsqueeze(1) + s.exp().unsqueeze(0);
        const at::Tensor squares = (mu.unsqueeze(1) - mu.unsqueeze(0)).square();
        return mlsLoss((squares / (sums + 1e-10) + sums.log()).mean(2), masks);
    };
    EXPECT_NEAR(loss(logSigmaSq).item<double>(), plain(logSigmaSq).item<double>(), 1e-11);
    EXPECT_LT(test::maxDifference(test::autogradGradient(loss, logSigmaSq),
                                  test::autogradGradient(plain, logSigmaSq)),
              1e-12);
}

TEST_F(Losses, BatchesWithoutPositivesOrNegativesAreRefused) {
    const at::Tensor different = at::arange(4, at::kLong);
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { pairMasks(different, at::kCPU); }).find("images per identity"),
              std::string::npos);
    const at::Tensor same = at::zeros({4}, at::kLong);
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { pairMasks(same, at::kCPU); }).find("identities per batch"),
              std::string::npos);
    messageOf(ErrorCode::Shape, [] { pairMasks(at::zeros({4}, at::kDouble), at::kCPU); });
}

TEST_F(Losses, WrongShapesAreNamed) {
    const at::Tensor mu = test::unitRows(4, 6);
    EXPECT_NE(messageOf(ErrorCode::Shape,
                        [&] {
                            pairMatrices(mu, at::zeros({4, 2}, at::kDouble));
                        })
                  .find("1 or 6"),
              std::string::npos);
    EXPECT_NE(messageOf(ErrorCode::Shape,
                        [&] {
                            pairMatrices(mu, at::zeros({3, 1}, at::kDouble));
                        })
                  .find("[3, 1]"),
              std::string::npos);
    messageOf(ErrorCode::Shape, [&] { pairMatrices(mu, at::zeros({4, 1}, at::kFloat)); });
    const Quartet q;
    messageOf(ErrorCode::Shape,
              [&] { computeLosses(q.mu, q.logSigmaSq, at::arange(3, at::kLong).div(2, "trunc"), {}, {}); });
}

TEST_F(Losses, OptionsOutOfRangeAreRefused) {
    LossOptions options;
    options.check();
    options.discriminate.margin = -1.0;
    EXPECT_NE(messageOf(ErrorCode::Config, [&] { options.check(); }).find("margin"), std::string::npos);
    options = {};
    options.mls.weight = std::nan("");
    EXPECT_NE(messageOf(ErrorCode::Config, [&] { options.check(); }).find("mls"), std::string::npos);
}

}  // namespace
}  // namespace pf
