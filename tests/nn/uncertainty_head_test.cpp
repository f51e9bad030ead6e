#include "core/nn/uncertainty_head.h"

#include <cmath>

#include "core/nn/losses/losses.h"
#include "core/nn/sgd.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class Head : public test::NnTest {};

TensorMap mapOf(const NamedTensors& tensors) {
    TensorMap map;
    for (const auto& [name, tensor] : tensors) {
        map[name] = tensor.detach().clone();
    }
    return map;
}

HeadOptions small(int64_t inputSize, int64_t sigmaSize = 1, int64_t hidden = 8) {
    HeadOptions options;
    options.inputSize = inputSize;
    options.hiddenSize = hidden;
    options.sigmaSize = sigmaSize;
    return options;
}

TEST_F(Head, ForwardMatchesHandComputedValues) {
    HeadOptions options = small(2, 1, 2);
    UncertaintyHead head(options, 1);
    TensorMap tensors = mapOf(head.namedTensors());
    tensors["head.fc1.weight"] = at::tensor(std::vector<double>{1, 2, -1, 1}, at::kDouble).view({2, 2});
    tensors["head.bn1.weight"] = at::tensor(std::vector<double>{2, 1}, at::kDouble);
    tensors["head.bn1.bias"] = at::tensor(std::vector<double>{0.5, 0}, at::kDouble);
    tensors["head.fc2.weight"] = at::tensor(std::vector<double>{1, 3}, at::kDouble).view({1, 2});
    tensors["head.bn1.running_mean"] = at::tensor(std::vector<double>{1, 0}, at::kDouble);
    tensors["head.bn1.running_var"] = at::tensor(std::vector<double>{3.999, 0.999}, at::kDouble);
    tensors["head.bn2.running_mean"] = at::tensor(std::vector<double>{2}, at::kDouble);
    tensors["head.bn2.running_var"] = at::tensor(std::vector<double>{0.249}, at::kDouble);
    head.to(at::kDouble);
    head.load(tensors);
    head.eval();
    const at::Tensor out = head.forward(at::tensor(std::vector<double>{3, 1}, at::kDouble).view({1, 2}));
    // fc1: (5, -2); bn1: (2*(5-1)/2 + 0.5, -2) = (4.5, -2); relu, fc2: 4.5; bn2: (4.5-2)/0.5 = 5; 0.1*5 - 1 =
    // -0.5.
    EXPECT_NEAR(out.item<double>(), std::log(1e-6 + std::exp(-0.5)), 2e-7);
}

TEST_F(Head, StartsNearTheReferenceLevel) {
    const at::Tensor features = at::randn({64, 40});
    UncertaintyHead scalar(small(40), 3);
    EXPECT_NEAR(scalar.forward(features).exp().mean().item<double>(), std::exp(-1.0), 0.02);
    UncertaintyHead vector(small(40, 16), 3);
    const at::Tensor out = vector.forward(features);
    EXPECT_EQ(out.sizes(), at::IntArrayRef({64, 16}));
    EXPECT_NEAR(out.mean().item<double>(), -7.0, 0.02);
}

TEST_F(Head, RunningStatisticsFollowTheDecay) {
    UncertaintyHead head(small(3), 5);
    const at::Tensor features = at::randn({10, 3});
    const TensorMap before = mapOf(head.namedTensors());
    head.forward(features);
    const TensorMap after = mapOf(head.namedTensors());
    const at::Tensor hidden = features.matmul(before.at("head.fc1.weight").t());
    EXPECT_LT(test::maxDifference(after.at("head.bn1.running_mean"), 0.005 * hidden.mean(0)), 1e-6);
    EXPECT_LT(test::maxDifference(after.at("head.bn1.running_var"), 0.995 + 0.005 * hidden.var(0, true)),
              1e-6);
    head.eval();
    head.forward(features);
    EXPECT_TRUE(
        at::equal(mapOf(head.namedTensors()).at("head.bn1.running_mean"), after.at("head.bn1.running_mean")));
}

TEST_F(Head, TheSeedDecidesTheWeights) {
    const auto hash = [](uint64_t seed) {
        return tensorsSha256(UncertaintyHead(small(30), seed).namedTensors());
    };
    EXPECT_EQ(hash(1), hash(1));
    EXPECT_NE(hash(1), hash(2));
    const at::Tensor weight = UncertaintyHead(small(300), 1).weightsForDecay()[0];
    const double bound = std::sqrt(6.0 / 308.0);
    EXPECT_LE(weight.abs().max().item<double>(), bound);
    EXPECT_NEAR(weight.std().item<double>(), bound / std::sqrt(3.0), 0.05 * bound);
}

TEST_F(Head, LoadsWhatItSavedAndKeepsHandles) {
    UncertaintyHead a(small(5, 2), 1);
    UncertaintyHead b(small(5, 2), 2);
    const NamedTensors handles = b.namedTensors();
    b.load(mapOf(a.namedTensors()));
    EXPECT_EQ(tensorsSha256(a.namedTensors()), tensorsSha256(handles));
    const HeadOptions implied = UncertaintyHead::optionsFromTensors(mapOf(a.namedTensors()));
    EXPECT_EQ(implied.inputSize, 5);
    EXPECT_EQ(implied.hiddenSize, 8);
    EXPECT_EQ(implied.sigmaSize, 2);
}

TEST_F(Head, LoadRefusesOtherShapesAndChangesNothing) {
    UncertaintyHead head(small(5), 1);
    const std::string before = tensorsSha256(head.namedTensors());
    const std::string message =
        messageOf(ErrorCode::Shape, [&] { head.load(mapOf(UncertaintyHead(small(6), 2).namedTensors())); });
    EXPECT_NE(message.find("head.fc1.weight"), std::string::npos);
    EXPECT_NE(message.find("[8, 6]"), std::string::npos);
    EXPECT_NE(message.find("[8, 5]"), std::string::npos);
    TensorMap incomplete = mapOf(UncertaintyHead(small(5), 2).namedTensors());
    incomplete.erase("head.bn2.running_var");
    EXPECT_NE(messageOf(ErrorCode::Shape, [&] { head.load(incomplete); }).find("head.bn2.running_var"),
              std::string::npos);
    EXPECT_EQ(tensorsSha256(head.namedTensors()), before);
    messageOf(ErrorCode::Data, [] { UncertaintyHead::optionsFromTensors({}); });
}

TEST_F(Head, BadInputIsNamed) {
    UncertaintyHead head(small(5), 1);
    EXPECT_NE(messageOf(ErrorCode::Shape,
                        [&] {
                            head.forward(at::zeros({4, 6}));
                        })
                  .find("[4, 6]"),
              std::string::npos);
    messageOf(ErrorCode::Shape, [&] { head.forward(at::zeros({1, 5})); });
    messageOf(ErrorCode::Config, [] { UncertaintyHead(small(0), 1); });
    HeadOptions options = small(5);
    options.bnDecay = 1.0;
    EXPECT_NE(messageOf(ErrorCode::Config, [&] { options.check(); }).find("decay"), std::string::npos);
}

TEST_F(Head, GradientsMatchNumericalOnes) {
    UncertaintyHead head(small(4, 2, 6), 9);
    head.to(at::kDouble);
    const at::Tensor features = at::randn({7, 4}, at::kDouble);
    for (const auto& [name, parameter] : head.parameters()) {
        at::Tensor handle = parameter;
        // Writes into the head's own tensor, so that the same head is evaluated at `value`.
        const auto loss = [&](const at::Tensor& value) {
            {
                const torch::NoGradGuard noGrad;
                handle.copy_(value);
            }
            return (head.forward(features) * at::arange(14, at::kDouble).view({7, 2})).sum();
        };
        const at::Tensor point = parameter.detach().clone();
        const at::Tensor numerical = test::numericalGradient(loss, point);
        handle.mutable_grad().reset();
        loss(point).backward();
        EXPECT_LT(test::maxDifference(parameter.grad(), numerical), 1e-5) << name;
    }
}

/// Ranks 0..n-1; the values have no ties.
at::Tensor ranks(const at::Tensor& values) {
    return values.argsort(int64_t{0}).argsort(int64_t{0}).to(at::kDouble);
}

double spearman(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = ranks(a) - ranks(a).mean();
    const at::Tensor y = ranks(b) - ranks(b).mean();
    return ((x * y).sum() / (x.norm() * y.norm())).item<double>();
}

struct NoisyFaces {
    at::Tensor mu, features, labels, noise;
};

/// Identities on a sphere; a face's distance from its identity's centre grows with its noise, which the
/// features show.
NoisyFaces noisyFaces(int64_t identities, int64_t perIdentity) {
    const int64_t n = identities * perIdentity;
    NoisyFaces faces;
    faces.labels = at::arange(identities, at::kLong).repeat_interleave(perIdentity);
    faces.noise = at::rand({n, 1});
    const at::Tensor centres = test::unitRows(identities, 32, at::kFloat).index_select(0, faces.labels);
    const at::Tensor moved = centres + at::randn({n, 32}) * faces.noise * 0.25;
    faces.mu = moved / moved.norm(2, {1}, true);
    const at::Tensor visible = at::cat({faces.noise, 1.0 - faces.noise, faces.noise.square()}, 1);
    faces.features = at::cat({visible + 0.05 * at::randn({n, 3}), at::randn({n, 9})}, 1);
    return faces;
}

TEST_F(Head, LearnsToRankNoise) {
    const NoisyFaces held = noisyFaces(40, 4);
    UncertaintyHead head(small(12, 1, 32), 4);
    Sgd sgd(head.parameters());
    LossOptions options;
    double first = 0.0;
    double last = 0.0;
    for (int step = 0; step < 1000; ++step) {
        const NoisyFaces batch = noisyFaces(16, 4);
        sgd.zeroGrad();
        const LossTerms losses = computeLosses(batch.mu, head.forward(batch.features), batch.labels, options,
                                               head.weightsForDecay());
        losses.total.backward();
        ASSERT_TRUE(sgd.gradientsFinite());
        sgd.step(step < 700 ? 0.01 : 0.001);
        const double mls = losses.values().at("mls");
        first += step < 20 ? mls / 20 : 0.0;
        last += step >= 980 ? mls / 20 : 0.0;
    }
    head.eval();
    const torch::NoGradGuard noGrad;
    const at::Tensor sigmaSq = head.forward(held.features).exp();
    EXPECT_LT(last, first - 0.05);
    EXPECT_GT(spearman(sigmaSq.squeeze(1), held.noise.squeeze(1)), 0.9);
}

}  // namespace
}  // namespace pf
