// What the published evaluation code printed for two small sets: accuracies and counts exactly, thresholds
// and scores to 1e-5.
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/numpy/npy.h"
#include "core/metrics/kfold.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/percentiles.h"
#include "core/metrics/risk.h"
#include "core/metrics/roc.h"
#include "tests/metrics/pair_data.h"
#include "tests/support/reference_files.h"

namespace pf {
namespace {

constexpr double kTolerance = 1e-5;
// The reference averages folds in single precision and prints six digits; one pair of these sets is worth
// more than 1e-3 of a fold.
constexpr double kAccuracyRounding = 6e-7;

class Reference : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        const NpzArrays arrays = readNpz(test::referenceFile(GetParam() + ".npz"));
        mu_ = arrays.at("mu").toFloats();
        sigmaSq_ = arrays.at("sigma_sq").toFloats();
        for (const std::int64_t flag : arrays.at("issame").toIntegers()) {
            same_.push_back(flag != 0 ? 1 : 0);
        }
        faces_ = {mu_, sigmaSq_, arrays.at("mu").shape.at(1), arrays.at("sigma_sq").shape.at(1)};
        expected_ = nlohmann::json::parse(readTextFile(test::referenceFile(GetParam() + ".json")));
    }

    std::vector<float> mu_;
    std::vector<float> sigmaSq_;
    std::vector<std::uint8_t> same_;
    FaceRows faces_;
    nlohmann::json expected_;
};

TEST_P(Reference, Percentiles) {
    for (const auto& [percent, value] : expected_.at("percentiles").items()) {
        const std::vector<double> asked = {std::stod(percent)};
        EXPECT_NEAR(percentiles<float>(sigmaSq_, asked).front(), value.get<double>(), 1e-9) << percent;
    }
}

TEST_P(Reference, ScoresAccuraciesAndTmrAtFmr) {
    for (const PairScoreKind kind :
         {PairScoreKind::Cosine, PairScoreKind::Mls, PairScoreKind::DistanceTerm}) {
        const std::string name(pairScoreKindName(kind));
        SCOPED_TRACE(name);
        const nlohmann::json& expected = expected_.at("scores").at(name);
        const std::vector<double> scores = test::scoresOfRows(kind, faces_);
        ASSERT_EQ(scores.size(), expected_.at("pairs").get<std::size_t>());
        const auto first = expected.at("first_scores").get<std::vector<double>>();
        ASSERT_FALSE(first.empty());
        for (std::size_t i = 0; i < first.size(); ++i) {
            EXPECT_NEAR(scores[i], first[i], kTolerance);
        }
        const KFoldResult result = kFoldVerification(scores, same_);
        EXPECT_NEAR(result.accuracy, expected.at("accuracy").get<double>(), kAccuracyRounding);
        EXPECT_NEAR(result.threshold, expected.at("threshold").get<double>(), kTolerance);

        for (const nlohmann::json& row : expected.at("tar_at_far")) {
            const double target = row.at("far_target").get<double>();
            const OperatingPoint point = RocCurve(scores, same_).atFmr(target);
            EXPECT_DOUBLE_EQ(point.tmr, row.at("tar").get<double>());
            EXPECT_DOUBLE_EQ(point.fmr, row.at("far").get<double>());
            EXPECT_NEAR(point.threshold, row.at("threshold").get<double>(), kTolerance);
            EXPECT_EQ(point.reachable, target * 300 >= 1);
        }
    }
}

/// The published code ranks scalar sigma² only: there are rows for one of the sets.
class ReferenceRisk : public Reference {};

TEST_P(ReferenceRisk, Accuracies) {
    const std::vector<double> scores = test::scoresOfRows(PairScoreKind::Cosine, faces_);
    const std::vector<double> perFace = geometricMeanSigmaSqRows(sigmaSq_, faces_.sigmaDim);
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < perFace.size(); i += 2) {
        a.push_back(perFace[i]);
        b.push_back(perFace[i + 1]);
    }
    for (const RiskKind kind : {RiskKind::Max, RiskKind::Add}) {
        SCOPED_TRACE(std::string(riskKindName(kind)));
        const nlohmann::json& expected = expected_.at("risk_" + std::string(riskKindName(kind)));
        std::vector<double> discards;
        for (const nlohmann::json& row : expected) {
            discards.push_back(row.at("risk_factor").get<double>());
        }
        const std::vector<RiskRow> rows =
            riskControlledAccuracy(scores, same_, pairRisk(a, b, kind), discards);
        ASSERT_EQ(rows.size(), 4U);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(rows[i].kept, expected[i].at("kept").get<std::size_t>());
            EXPECT_EQ(rows[i].total, expected[i].at("total").get<std::size_t>());
            EXPECT_NEAR(rows[i].riskThreshold, expected[i].at("risk_threshold").get<double>(), kTolerance);
            EXPECT_NEAR(rows[i].accuracy, expected[i].at("accuracy").get<double>(), kAccuracyRounding);
            EXPECT_NEAR(rows[i].threshold, expected[i].at("threshold").get<double>(), kTolerance);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sets, Reference, ::testing::Values("verification_small", "verification_pfe"),
                         [](const auto& info) { return info.param; });

INSTANTIATE_TEST_SUITE_P(Sets, ReferenceRisk, ::testing::Values("verification_small"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace pf
