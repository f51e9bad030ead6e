#include "core/nn/sgd.h"

#include <limits>

#include "tests/nn/nn_support.h"

namespace pf {
namespace {

class SgdTest : public test::NnTest {};

TEST_F(SgdTest, FollowsTheUpdateRuleByHand) {
    at::Tensor w = at::full({1}, 1.0, at::kDouble).requires_grad_(true);
    Sgd sgd({{"w", w}});
    w.mutable_grad() = at::full({1}, 0.5, at::kDouble);
    sgd.step(0.1);  // v = 0.5, w = 0.95
    EXPECT_DOUBLE_EQ(w.item<double>(), 1.0 - 0.1 * 0.5);
    sgd.step(0.2);  // v = 0.45 + 0.5, w = 0.95 - 0.19
    EXPECT_NEAR(w.item<double>(), 0.95 - 0.2 * 0.95, 1e-15);
    sgd.zeroGrad();
    sgd.step(0.2);  // without a gradient the momentum goes on: v = 0.855
    EXPECT_NEAR(w.item<double>(), 0.76 - 0.2 * 0.855, 1e-15);
    EXPECT_EQ(sgd.namedTensors().at(0).first, "momentum.w");
}

TEST_F(SgdTest, RestoredStateContinuesBitIdentically) {
    const at::Tensor gradients = at::randn({6, 50});
    const auto run = [&](bool restore) {
        at::Tensor w = at::linspace(-1, 1, 50).requires_grad_(true);
        Sgd sgd({{"w", w}});
        for (int64_t i = 0; i < 3; ++i) {
            w.mutable_grad() = gradients[i].clone();
            sgd.step(0.01);
        }
        Sgd other({{"w", w}});
        if (restore) {
            other.load({{"momentum.w", sgd.namedTensors().at(0).second.clone()}});
        }
        Sgd& used = restore ? other : sgd;
        for (int64_t i = 3; i < 6; ++i) {
            w.mutable_grad() = gradients[i].clone();
            used.step(0.01);
        }
        return tensorsSha256({{"w", w}});
    };
    EXPECT_EQ(run(false), run(true));
}

TEST_F(SgdTest, FindsGradientsThatAreNotFinite) {
    at::Tensor w = at::zeros({3}).requires_grad_(true);
    Sgd sgd({{"w", w}});
    EXPECT_TRUE(sgd.gradientsFinite());
    w.mutable_grad() = at::zeros({3});
    EXPECT_TRUE(sgd.gradientsFinite());
    w.mutable_grad()[1] = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(sgd.gradientsFinite());
    w.mutable_grad()[1] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_FALSE(sgd.gradientsFinite());
}

TEST_F(SgdTest, LoadRefusesOtherShapes) {
    Sgd sgd({{"w", at::zeros({3}).requires_grad_(true)}});
    EXPECT_NE(test::messageOf(ErrorCode::Shape,
                              [&] {
                                  sgd.load({{"momentum.w", at::zeros({2})}});
                              })
                  .find("momentum.w"),
              std::string::npos);
}

}  // namespace
}  // namespace pf
