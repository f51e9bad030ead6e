#include "core/nn/backbones/steadiness.h"

#include <limits>

#include <torch/torch.h>

#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using Forward = std::function<BackboneOutput(const at::Tensor&)>;

class Steadiness : public test::NnTest {
  protected:
    at::Tensor pictures_ = trialPictures(8, 8);
    at::Tensor weights_ = at::randn({192, 5});

    at::Tensor unit(const at::Tensor& images) const {
        const at::Tensor rows = images.flatten(1).matmul(weights_);
        return rows / rows.norm(2, {1}, true);
    }
};

TEST_F(Steadiness, PicturesAreDifferentAndAlwaysTheSame) {
    EXPECT_EQ(pictures_.sizes(), (std::vector<std::int64_t>{3, 3, 8, 8}));
    EXPECT_TRUE(at::equal(pictures_, trialPictures(8, 8)));
    EXPECT_LE(pictures_.abs().max().item<double>(), 1.0);
    EXPECT_GT(largestDifference(pictures_.narrow(0, 0, 1), pictures_.narrow(0, 1, 1)), 0.5);
}

TEST_F(Steadiness, DifferencesAreRelativeAndKnowWhatIsNotFinite) {
    const at::Tensor row = at::ones({1, 4});
    EXPECT_NEAR(largestDifference(row, row * 2), 0.5, 1e-12);
    EXPECT_EQ(largestDifference(row * 0, row * 0), 0);
    const at::Tensor broken = row * std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(largestDifference(broken, broken), 0);
    EXPECT_EQ(largestDifference(broken, row), std::numeric_limits<double>::infinity());
}

TEST_F(Steadiness, SoundNetworksPassWithRoundingOfOtherKernels) {
    EXPECT_EQ(unsteadiness([&](const at::Tensor& x) { return BackboneOutput{unit(x), x}; }, pictures_), "");
    EXPECT_EQ(unsteadiness(
                  [&](const at::Tensor& x) {
                      return BackboneOutput{unit(x) + 1e-4 * static_cast<double>(x.size(0)), {}};
                  },
                  pictures_),
              "");
}

TEST_F(Steadiness, RandomOperatorsAreFoundInMuAndInFeatures) {
    const Forward dropout = [&](const at::Tensor& x) {
        return BackboneOutput{unit(at::dropout(x, 0.1, true)), {}};
    };
    const std::string mu = unsteadiness(dropout, pictures_);
    EXPECT_NE(mu.find("same image another embedding (cosine 0."), std::string::npos) << mu;
    EXPECT_NE(mu.find("dropout"), std::string::npos);
    EXPECT_NE(mu.find("model.eval()"), std::string::npos);
    const Forward features = [&](const at::Tensor& x) {
        return BackboneOutput{unit(x), x + 0.05 * at::randn_like(x)};
    };
    EXPECT_NE(unsteadiness(features, pictures_).find("another features each time"), std::string::npos);
}

TEST_F(Steadiness, ChanceThatIsRareIsTriedForSeveralTimes) {
    int runs = 0;
    const Forward rare = [&](const at::Tensor& x) {
        return BackboneOutput{unit(++runs == 6 ? x * at::tensor({1.0F, 0.5F}).view({2, 1, 1, 1}) +
                                                     at::tensor({0.0F, 0.5F}).view({2, 1, 1, 1})
                                               : x),
                              {}};
    };
    const std::string found = unsteadiness(rare, pictures_);
    EXPECT_NE(found.find("another embedding (cosine 0."), std::string::npos) << found;
}

TEST_F(Steadiness, ARandomOperatorThatIsKnownNeedsNoTrial) {
    const Forward steady = [&](const at::Tensor& x) { return BackboneOutput{unit(x), {}}; };
    const std::string found = unsteadiness(steady, pictures_, {.randomOperator = "bernoulli"});
    EXPECT_NE(found.find("now and then"), std::string::npos) << found;
    EXPECT_NE(found.find("(bernoulli); most likely"), std::string::npos) << found;
}

TEST_F(Steadiness, NearRowsAreToldApart) {
    int runs = 0;
    const Forward turned = [&](const at::Tensor& x) {
        return BackboneOutput{unit(x) + (++runs == 1 ? 0.0 : 0.01) * at::arange(5), {}};
    };
    const std::string cosine = unsteadiness(turned, pictures_);
    EXPECT_NE(cosine.find("(cosine 0.99"), std::string::npos) << cosine;
    const Forward longer = [&](const at::Tensor& x) {
        return BackboneOutput{unit(x) * static_cast<double>(x.size(0)), {}};
    };
    const std::string length = unsteadiness(longer, pictures_);
    EXPECT_NE(length.find("(its length is 2 or 1)"), std::string::npos) << length;
}

TEST_F(Steadiness, ALittleOfTheBatchIsNoRoundingWhereItsStatisticsAreInTheProgram) {
    const Forward little = [&](const at::Tensor& x) {
        return BackboneOutput{unit(x) + 1e-3 * static_cast<double>(x.size(0)), {}};
    };
    EXPECT_EQ(unsteadiness(little, pictures_), "");
    EXPECT_NE(unsteadiness(little, pictures_, {.batchStatistics = true}).find("in its batch"),
              std::string::npos);
}

TEST_F(Steadiness, StatisticsOfTheBatchAreFound) {
    const Forward batchNorm = [&](const at::Tensor& x) {
        const at::Tensor rows = x.flatten(1).matmul(weights_);
        return BackboneOutput{(rows - rows.mean({0}, true)) / (rows.std({0}, false, true) + 1e-5), {}};
    };
    const std::string problem = unsteadiness(batchNorm, pictures_);
    EXPECT_NE(problem.find("when other images are in its batch"), std::string::npos) << problem;
    const Forward acrossTheBatch = [&](const at::Tensor& x) {
        return BackboneOutput{unit(x), x / x.norm(2, {0}, true)};
    };
    EXPECT_NE(unsteadiness(acrossTheBatch, pictures_).find("batch"), std::string::npos);
}

}  // namespace
}  // namespace pf
