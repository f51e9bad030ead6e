// Values and gradients against numbers computed outside this program.
#include <functional>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/nn/losses/losses.h"
#include "tests/nn/nn_support.h"
#include "tests/support/reference_files.h"

namespace pf {
namespace {

class LossesReference : public test::NnTest {};

TEST_F(LossesReference, ValuesAndGradientsMatchTo1e9) {
    const auto json = nlohmann::json::parse(readTextFile(test::referenceFile("losses_small.json")));
    const auto rows = json["mu"].get<std::vector<std::vector<double>>>();
    std::vector<double> flat;
    for (const auto& row : rows) {
        flat.insert(flat.end(), row.begin(), row.end());
    }
    const auto n = static_cast<int64_t>(rows.size());
    const at::Tensor mu = at::tensor(flat, at::kDouble).view({n, -1});
    const auto sigma = json["log_sigma_sq"].get<std::vector<double>>();
    const at::Tensor logSigmaSq = at::tensor(sigma, at::kDouble).view({n, 1});
    const at::Tensor labels = at::tensor(json["labels"].get<std::vector<int64_t>>(), at::kLong);
    const PairMasks masks = pairMasks(labels, at::kCPU);

    using Function = std::function<at::Tensor(const at::Tensor&)>;
    const std::map<std::string, Function> functions{
        {"mls", [&](const at::Tensor& s) { return mlsLoss(pairMatrices(mu, s).negativeMls, masks); }},
        {"attention_pos",
         [&](const at::Tensor& s) { return distancePositive(pairMatrices(mu, s).distanceTerm, masks); }},
        {"attention_neg",
         [&](const at::Tensor& s) { return distanceNegative(pairMatrices(mu, s).distanceTerm, masks); }},
        {"contrastive_margin3",
         [&](const at::Tensor& s) { return contrastiveLoss(pairMatrices(mu, s).distanceTerm, masks, 3.0); }},
        {"triplet_semihard_margin3",
         [&](const at::Tensor& s) {
             return tripletSemihardLoss(pairMatrices(mu, s).distanceTerm, masks, 3.0);
         }},
        {"constraint_l2_sum",
         [](const at::Tensor& s) {
             return constraintLoss(s, {ConstraintKind::L2, 1.0, Reduction::Sum});
         }},
        {"constraint_l1_sum",
         [](const at::Tensor& s) {
             return constraintLoss(s, {ConstraintKind::L1, 1.0, Reduction::Sum});
         }},
    };
    ASSERT_EQ(json["losses"].size(), functions.size());
    for (const auto& [name, function] : functions) {
        ASSERT_TRUE(json["losses"].contains(name)) << name;
        const auto& expected = json["losses"][name];
        EXPECT_NEAR(function(logSigmaSq).item<double>(), expected["value"].get<double>(), 1e-9) << name;
        const auto gradient = expected["grad_log_sigma_sq"].get<std::vector<double>>();
        EXPECT_LT(test::maxDifference(test::autogradGradient(function, logSigmaSq),
                                      at::tensor(gradient, at::kDouble).view({n, 1})),
                  1e-9)
            << name;
    }
}

}  // namespace
}  // namespace pf
