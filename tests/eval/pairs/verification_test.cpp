#include "core/eval/pairs/pair_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/records_json.h"
#include "core/base/rng.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/metrics/percentiles.h"
#include "core/metrics/roc.h"
#include "tests/support/reference_files.h"

namespace pf {
namespace {

/// The report of a stored set must equal what the reference evaluation printed for it.
void compareWithReference(const std::string& name) {
    const auto expected = nlohmann::json::parse(readTextFile(test::referenceFile(name + ".json")));
    const auto record =
        evaluateEmbeddings(readEmbeddings(test::referenceFile(name + ".npz")), EvaluationOptions{}, name);
    const auto report = nlohmann::json::parse(evaluationReportText(record));

    EXPECT_EQ(report.at("pairs"), expected.at("pairs"));
    for (const auto& [percent, value] : expected.at("percentiles").items()) {
        EXPECT_NEAR(report.at("percentiles").at(percent).get<double>(), value.get<double>(), 1e-5);
    }
    for (const char* risk : {"risk_max", "risk_add"}) {
        if (!expected.contains(risk)) {
            continue;
        }
        ASSERT_EQ(report.at(risk).size(), expected.at(risk).size());
        for (std::size_t i = 0; i < expected.at(risk).size(); ++i) {
            const auto& ours = report.at(risk).at(i);
            const auto& theirs = expected.at(risk).at(i);
            EXPECT_EQ(ours.at("kept"), theirs.at("kept"));
            EXPECT_EQ(ours.at("total"), theirs.at("total"));
            EXPECT_NEAR(ours.at("accuracy").get<double>(), theirs.at("accuracy").get<double>(), 1e-6);
            EXPECT_NEAR(ours.at("threshold").get<double>(), theirs.at("threshold").get<double>(), 1e-5);
            EXPECT_NEAR(ours.at("risk_threshold").get<double>(), theirs.at("risk_threshold").get<double>(),
                        1e-5);
        }
    }
    for (const char* score : {"cosine", "mls", "attention"}) {
        if (!expected.at("scores").contains(score)) {
            continue;
        }
        const auto& ours = report.at("scores").at(score);
        const auto& theirs = expected.at("scores").at(score);
        EXPECT_NEAR(ours.at("accuracy").get<double>(), theirs.at("accuracy").get<double>(), 1e-6) << score;
        EXPECT_NEAR(ours.at("threshold").get<double>(), theirs.at("threshold").get<double>(), 1e-5) << score;
        for (std::size_t i = 0; i < theirs.at("tar_at_far").size(); ++i) {
            const auto& point = ours.at("tar_at_far").at(i);
            const auto& reference = theirs.at("tar_at_far").at(i);
            EXPECT_EQ(point.at("far_target"), reference.at("far_target"));
            EXPECT_NEAR(point.at("tar").get<double>(), reference.at("tar").get<double>(), 1e-9);
            EXPECT_NEAR(point.at("threshold").get<double>(), reference.at("threshold").get<double>(), 1e-5);
        }
    }
}

TEST(Verification, EqualsTheReferenceForAScalarSigma) {
    compareWithReference("verification_small");
}
TEST(Verification, EqualsTheReferenceForAVectorSigma) {
    compareWithReference("verification_pfe");
}

/// Genuine pairs whose noise, and so whose sigma², differs from face to face.
EmbeddingSet noisyPairs(std::size_t pairs) {
    EmbeddingSet set;
    set.embeddingSize = 16;
    set.sigmaSize = 1;
    Rng rng(3);
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const bool same = pair % 2 == 0;
        std::array<double, 16> centre{};
        for (int side = 0; side < 2; ++side) {
            if (side == 0 || !same) {
                for (auto& value : centre) {
                    value = rng.normal();
                }
            }
            const double spread = rng.uniform();
            const double noise = 0.1 + 4.0 * spread * spread;
            std::array<double, 16> mu{};
            double square = 0;
            for (std::size_t d = 0; d < mu.size(); ++d) {
                mu[d] = centre[d] + noise * rng.normal();
                square += mu[d] * mu[d];
            }
            for (const double value : mu) {
                set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
            }
            set.sigmaSq.push_back(static_cast<float>(0.1 + noise * noise));
            set.names.push_back("face");
            set.labels.push_back(-1);
        }
        set.issame.push_back(same);
    }
    return set;
}

TEST(Verification, RejectingTheUncertainHelpsAndRejectingAtRandomDoesNot) {
    const auto record = evaluateEmbeddings(noisyPairs(1000), EvaluationOptions{}, "noisy");
    const double all = record.riskCurve.at(0).accuracy;
    const double kept = record.riskCurve.at(30).accuracy;
    EXPECT_DOUBLE_EQ(record.riskCurve.at(30).discard, 0.3);
    EXPECT_GT(kept, all + 0.03);
    EXPECT_NEAR(record.randomCurve.at(30).accuracy, all, 0.02);
    EXPECT_LT(record.fnmrCurve.at(60)[1], record.fnmrCurve.at(0)[1]);
    EXPECT_DOUBLE_EQ(record.riskMax.at(0).accuracy, record.scores.at("cosine").accuracy);
}

TEST(Verification, ASetWithoutPairsSaysWhatIsNeeded) {
    auto set = noisyPairs(20);
    set.issame.clear();
    try {
        evaluateEmbeddings(set, EvaluationOptions{}, "folder");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Data);
        EXPECT_NE(std::string(error.what()).find("pair set"), std::string::npos);
    }
}

TEST(Verification, WhatTooFewPairsDoNotAllowIsLeftOutWithTheReason) {
    const auto record = evaluateEmbeddings(noisyPairs(4), EvaluationOptions{}, "tiny");
    EXPECT_TRUE(std::isnan(record.scores.at("mls").accuracy));
    EXPECT_FALSE(record.scores.at("mls").tmrAtFmr.empty());
    EXPECT_FALSE(record.fnmrCurve.empty());
    const std::vector<std::uint8_t> mixed = {1, 0, 1, 0};
    EXPECT_NE(whyNotMeasured(mixed).find("4 pairs cannot fill 10 folds"), std::string::npos);
    const std::vector<std::uint8_t> genuine(20, 1);
    EXPECT_NE(whyNotMeasured(genuine).find("all 20 pairs are genuine"), std::string::npos);
    std::vector<std::uint8_t> enough(20, 0);
    for (std::size_t i = 0; i < enough.size(); i += 2) {
        enough[i] = 1;
    }
    EXPECT_EQ(whyNotMeasured(enough), "");
}

TEST(Verification, TheCalibratedThresholdHoldsItsRate) {
    const auto set = noisyPairs(2000);
    const auto calibration = calibrate(set, 0.01);
    EXPECT_TRUE(calibration.reachable);
    EXPECT_NEAR(calibration.fmr, 0.01, 0.002);
    EXPECT_FALSE(calibrate(set, 1e-6).reachable);
}

}  // namespace
}  // namespace pf
