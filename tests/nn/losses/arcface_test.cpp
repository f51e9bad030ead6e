#include "core/nn/losses/arcface.h"

#include <cmath>

#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class ArcFace : public test::NnTest {};

/// Three classes whose weights are the axes of space (their lengths must not matter).
ArcFaceHead axes(double scale, double margin) {
    ArcFaceOptions options;
    options.classes = 3;
    options.embeddingSize = 3;
    options.scale = scale;
    options.margin = margin;
    ArcFaceHead head(options, 1);
    head.to(at::kDouble);
    head.load({{"arcface.weight", at::diag(at::tensor(std::vector<double>{1, 5, 0.1}, at::kDouble))}});
    return head;
}

at::Tensor oneLabel(int64_t label) {
    return at::full({1}, label, at::kLong);
}

TEST_F(ArcFace, LogitsMatchHandComputedValues) {
    ArcFaceHead head = axes(10.0, 0.5);
    const at::Tensor mu = at::tensor(std::vector<double>{0.6, 0.8, 0.0}, at::kDouble).view({1, 3});
    const ArcFaceOutput output = head.forward(mu, oneLabel(0));
    const double target = 10.0 * std::cos(std::acos(0.6) + 0.5);
    EXPECT_NEAR(output.logits[0][0].item<double>(), target, 1e-9);
    EXPECT_NEAR(output.logits[0][1].item<double>(), 8.0, 1e-9);
    EXPECT_NEAR(output.logits[0][2].item<double>(), 0.0, 1e-9);
    EXPECT_NEAR(output.loss.item<double>(), std::log(std::exp(target) + std::exp(8.0) + 1.0) - target, 1e-9);
    EXPECT_EQ(output.cosine.argmax(1).item<int64_t>(), 1);
}

TEST_F(ArcFace, WithoutMarginItIsANormalisedSoftmax) {
    ArcFaceHead head = axes(4.0, 0.0);
    const at::Tensor mu = test::unitRows(5, 3);
    const at::Tensor labels = at::arange(5, at::kLong).remainder(3);
    const ArcFaceOutput output = head.forward(mu, labels);
    EXPECT_LT(test::maxDifference(output.logits, 4.0 * mu), 1e-12);
    EXPECT_NEAR(output.loss.item<double>(), at::nll_loss(at::log_softmax(4.0 * mu, 1), labels).item<double>(),
                1e-12);
}

TEST_F(ArcFace, TargetFallsAsTheAngleGrows) {
    ArcFaceHead head = axes(1.0, 0.5);
    double previous = 2.0;
    for (int degree = 0; degree <= 180; ++degree) {
        const double angle = degree * std::acos(-1.0) / 180.0;
        const at::Tensor mu =
            at::tensor(std::vector<double>{std::cos(angle), std::sin(angle), 0.0}, at::kDouble).view({1, 3});
        const double target = head.forward(mu, oneLabel(0)).logits[0][0].item<double>();
        EXPECT_LT(target, previous) << degree;
        previous = target;
    }
}

TEST_F(ArcFace, PerfectAndOppositeEmbeddingsHaveFiniteGradients) {
    ArcFaceHead head = axes(64.0, 0.5);
    for (const double sign : {1.0, -1.0}) {
        const at::Tensor mu =
            at::tensor(std::vector<double>{sign, 0, 0}, at::kDouble).view({1, 3}).requires_grad_(true);
        const at::Tensor loss = head.forward(mu, oneLabel(0)).loss;
        loss.backward();
        EXPECT_TRUE(std::isfinite(loss.item<double>()));
        EXPECT_TRUE(mu.grad().isfinite().all().item<bool>());
        EXPECT_TRUE(head.parameters()[0].second.grad().isfinite().all().item<bool>());
    }
}

TEST_F(ArcFace, GradientMatchesNumericalOne) {
    ArcFaceHead head = axes(8.0, 0.5);
    const at::Tensor labels = at::arange(6, at::kLong).remainder(3);
    const auto loss = [&](const at::Tensor& mu) { return head.forward(mu, labels).loss; };
    const at::Tensor point = test::unitRows(6, 3) * 0.9;
    EXPECT_LT(test::maxDifference(test::autogradGradient(loss, point), test::numericalGradient(loss, point)),
              1e-6);
}

TEST_F(ArcFace, BadOptionsLabelsAndShapesAreNamed) {
    ArcFaceOptions options;
    messageOf(ErrorCode::Config, [&] { ArcFaceHead(options, 0); });
    options.classes = 3;
    options.margin = 2.0;
    EXPECT_NE(messageOf(ErrorCode::Config, [&] { options.check(); }).find("margin"), std::string::npos);
    ArcFaceHead head = axes(8.0, 0.5);
    const at::Tensor mu = test::unitRows(1, 3);
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { head.forward(mu, oneLabel(3)); }).find("label 3"),
              std::string::npos);
    messageOf(ErrorCode::Data, [&] { head.forward(mu, oneLabel(-1)); });
    messageOf(ErrorCode::Shape, [&] { head.forward(test::unitRows(1, 4), oneLabel(0)); });
}

}  // namespace
}  // namespace pf
