#include "core/eval/pairs/pair_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/report/report_json.h"
#include "core/metrics/edc.h"
#include "core/metrics/roc.h"

namespace pf {
namespace {

/// Faces on a circle around their person's direction, the further off the more uncertain they say they are.
EmbeddingSet drawnSet(std::size_t pairs, std::size_t sigmaSize) {
    EmbeddingSet set;
    set.embeddingSize = 8;
    set.sigmaSize = sigmaSize;
    Rng rng(3);
    for (std::size_t row = 0; row < 2 * pairs; ++row) {
        const bool genuine = row / 2 % 2 == 0;
        const std::size_t person = genuine ? row / 2 : row;
        const double spread = 0.05 + 0.5 * rng.uniform();
        std::vector<double> mu(set.embeddingSize);
        double square = 0;
        for (std::size_t d = 0; d < mu.size(); ++d) {
            mu[d] = std::sin(static_cast<double>((person + 1) * (d + 2))) + spread * rng.normal();
            square += mu[d] * mu[d];
        }
        for (const double value : mu) {
            set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
        }
        for (std::size_t d = 0; d < sigmaSize; ++d) {
            set.sigmaSq.push_back(static_cast<float>(spread * (1 + 0.1 * static_cast<double>(d))));
        }
        set.names.push_back("face" + std::to_string(row) + ".png");
        set.labels.push_back(static_cast<int>(person));
        if (row % 2 == 0) {
            set.issame.push_back(genuine);
        }
    }
    return set;
}

PairEvaluation evaluated(const EmbeddingSet& set, const ScoringOptions& scoring,
                         const ScoreReportOptions& options) {
    ProtocolCard card;
    card.source = "drawn.npz";
    return evaluatePairSet(scorePairSet(set, rowPairs(set), scoring, "drawn"), set, {}, options, card);
}

ScoreReportOptions everything() {
    ScoreReportOptions options;
    options.verification = true;
    options.risk = true;
    options.erc = true;
    return options;
}

class PairReportOf : public testing::TestWithParam<std::size_t> {};  // sigma² scalar or vector

TEST_P(PairReportOf, AgreesWithTheMetricsThemselves) {
    const EmbeddingSet set = drawnSet(600, GetParam());
    const auto result = evaluated(set, {}, everything());
    const PairReport& report = result.report;
    ASSERT_EQ(report.curves.size(), 3U);  // cosine, mls, attention with sigma²
    const auto& cosine = result.pairs.scoresOf(PairScoreKind::Cosine);
    const SameFlags same = result.pairs.pairs.same;
    const ScoreReport& curves = report.curves.front();
    EXPECT_EQ(curves.score, "cosine");
    EXPECT_EQ(curves.riskName, "sigma_sq max");
    EXPECT_EQ(curves.verification->folds.accuracy, kFoldVerification(cosine, same).accuracy);
    EXPECT_EQ(report.record.scores.at("cosine").accuracy, curves.verification->folds.accuracy);
    for (std::size_t i = 0; i < curves.risk->rows.size(); ++i) {
        EXPECT_EQ(report.record.riskMax[i].accuracy, curves.risk->rows[i].accuracy) << i;
        EXPECT_EQ(report.record.riskMax[i].kept, static_cast<std::int64_t>(curves.risk->rows[i].kept)) << i;
    }
    const EdcCurve edc(cosine, same, result.pairs.risks.front().values, RocCurve(cosine, same).atFmr(1e-3));
    EXPECT_NEAR(curves.edc.front().area.upTo30, edc.partialArea(0.3), 1e-6);
    EXPECT_NEAR(report.record.fnmrAreas[1], edc.partialArea(0.3), 1e-12);
    EXPECT_NEAR(curves.roc->areaUnderCurve, RocCurve(cosine, same).areaUnderCurve(), 1e-6);
    EXPECT_EQ(report.card.pairs, 600U);
    EXPECT_EQ(report.card.genuine, 300U);
    EXPECT_EQ(report.card.dataHash.size(), 64U);
}
INSTANTIATE_TEST_SUITE_P(ScalarAndVector, PairReportOf, testing::Values(1U, 8U));

TEST(PairReport, TheRecordIsTheSameWhateverIsAskedOfTheReports) {
    const EmbeddingSet set = drawnSet(600, 1);
    const auto expected = evaluated(set, {}, everything()).report.record;
    ScoreReportOptions nothing;
    nothing.roc = nothing.edc = false;
    ScoreReportOptions others;
    others.rocTargets = {0.5, 1e-2};
    others.fmrTargets = {0.1};
    others.discards = {0.45};
    others.risk = others.erc = true;
    ScoringOptions byAdd;
    byAdd.risk = RiskKind::Add;
    const auto isSame = [](const std::vector<RiskPoint>& a, const std::vector<RiskPoint>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
            return one.discard == other.discard && one.kept == other.kept &&
                   one.riskThreshold == other.riskThreshold && one.accuracy == other.accuracy &&
                   one.threshold == other.threshold;
        });
    };
    for (const auto& [scoring, options] :
         {std::pair{ScoringOptions{}, nothing}, std::pair{ScoringOptions{}, others},
          std::pair{byAdd, nothing}, std::pair{byAdd, others}}) {
        const auto evaluation = evaluated(set, scoring, options);
        const EvaluationRecord& record = evaluation.report.record;
        ASSERT_EQ(record.scores.size(), expected.scores.size());
        for (const auto& [score, summary] : expected.scores) {
            EXPECT_EQ(record.scores.at(score).accuracy, summary.accuracy);
            ASSERT_EQ(record.scores.at(score).tmrAtFmr.size(), 3U);
            EXPECT_EQ(record.scores.at(score).tmrAtFmr[0].threshold, summary.tmrAtFmr[0].threshold);
        }
        EXPECT_TRUE(isSame(record.riskMax, expected.riskMax));
        EXPECT_TRUE(isSame(record.riskAdd, expected.riskAdd));
        EXPECT_TRUE(isSame(record.riskCurve, expected.riskCurve));
        EXPECT_EQ(record.randomCurve.at(30).accuracy, expected.randomCurve.at(30).accuracy);
        EXPECT_EQ(record.fnmrCurve, expected.fnmrCurve);
        EXPECT_EQ(record.fnmrAreas, expected.fnmrAreas);
        // And the reports hold what was asked, no more.
        const ScoreReport& curves = evaluation.report.curves.front();
        EXPECT_EQ(curves.roc.has_value(), options.roc);
        EXPECT_EQ(curves.distribution.has_value(), options.roc);
        EXPECT_FALSE(curves.verification.has_value());
        EXPECT_EQ(curves.risk.has_value(), options.risk);
        EXPECT_EQ(curves.edc.size(), options.edc ? 1U : 0U);
        EXPECT_EQ(curves.erc.size(), options.erc ? 1U : 0U);
        if (options.roc) {
            ASSERT_EQ(curves.roc->tmrAtFmr.size(), 2U);
            EXPECT_EQ(curves.roc->tmrAtFmr[1].fmrTarget, 1e-2);
            ASSERT_EQ(curves.risk->rows.size(), 1U);
            EXPECT_EQ(curves.risk->rows[0].discard, 0.45);
            EXPECT_EQ(curves.edc[0].fixed.fmrTarget, 0.1);
        }
    }
}

TEST(PairReport, CountsEveryScoreInTheDistribution) {
    const auto result = evaluated(drawnSet(500, 1), {}, everything());
    const auto& distribution = *result.report.curves.front().distribution;
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    for (std::size_t bin = 0; bin < distribution.genuine.counts.size(); ++bin) {
        genuine += distribution.genuine.counts[bin];
        impostor += distribution.impostor.counts[bin];
    }
    EXPECT_EQ(genuine, 250U);
    EXPECT_EQ(impostor, 250U);
    // At the lowest score everybody is accepted: only genuine pairs are right.
    EXPECT_DOUBLE_EQ(distribution.accuracies.front(), 0.5);
    const double highest = *std::max_element(distribution.accuracies.begin(), distribution.accuracies.end());
    EXPECT_GE(distribution.bestAccuracy, highest);
    std::size_t correct = 0;
    const auto& scores = result.pairs.scoresOf(PairScoreKind::Cosine);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        correct += (scores[i] >= distribution.bestThreshold) == (result.pairs.pairs.same[i] != 0) ? 1 : 0;
    }
    EXPECT_DOUBLE_EQ(distribution.bestAccuracy, static_cast<double>(correct) / 500.0);
}

TEST(PairReport, AQualityTurnedOverIsTheSameRisk) {
    const EmbeddingSet set = drawnSet(400, 1);
    ScoringOptions scoring;
    FaceQuality quality{"quality", {}, true};
    for (const double sigmaSq : set.sigmaSummary()) {
        quality.values.push_back(1.0 / sigmaSq);
    }
    scoring.qualities = {quality};
    const auto report = evaluated(set, scoring, everything()).report;
    ASSERT_EQ(report.curves.size(), 6U);
    const ScoreReport* sigma = report.find("mls", "sigma_sq max");
    const ScoreReport* other = report.find("mls", "quality min-quality");
    ASSERT_TRUE(sigma != nullptr && other != nullptr);
    // 1 / sigma² orders faces as sigma² does, turned over: max of sigma² and min of quality are one rule.
    for (std::size_t i = 0; i < sigma->edc.front().points.size(); ++i) {
        EXPECT_EQ(sigma->edc.front().points[i].fnmr, other->edc.front().points[i].fnmr) << i;
    }
    EXPECT_TRUE(sigma->roc.has_value());
    EXPECT_FALSE(other->roc.has_value());  // does not depend on the risk
    // Read the wrong way round it discards the best pairs first.
    scoring.qualities.front().higherIsBetter = false;
    const auto wrong = evaluated(set, scoring, everything()).report;
    EXPECT_GT(wrong.find("mls", "quality max")->edc.front().area.upTo30, sigma->edc.front().area.upTo30);
}

TEST(PairReport, HasIntervalsAroundItsValues) {
    auto options = everything();
    options.bootstrap = 200;
    const auto report = evaluated(drawnSet(400, 1), {}, options).report;
    const ScoreReport& curves = report.curves.front();
    EXPECT_TRUE(curves.overIdentities);
    EXPECT_LE(curves.verification->interval->low, curves.verification->folds.accuracy);
    EXPECT_GE(curves.verification->interval->high, curves.verification->folds.accuracy);
    EXPECT_EQ(curves.risk->intervals.size(), curves.risk->rows.size());
    EXPECT_EQ(curves.roc->tmrIntervals.size(), curves.roc->tmrAtFmr.size());
    EXPECT_EQ(curves.roc->bandIntervals.size(), curves.roc->bandFmrs.size());
    EXPECT_EQ(curves.edc.front().intervals.size(), curves.edc.front().points.size());
}

TEST(PairReport, WritesTheReferencesKeysAndTheCurves) {
    const auto report = evaluated(drawnSet(300, 1), {}, everything()).report;
    const auto json = nlohmann::json::parse(pairReportText(report));
    EXPECT_EQ(json.at("schema"), "probface-report/1");
    EXPECT_EQ(json.at("card").at("source"), "drawn.npz");
    EXPECT_EQ(json.at("risk_max").size(), 4U);
    EXPECT_EQ(json.at("scores").at("mls").at("accuracy"), report.record.scores.at("mls").accuracy);
    EXPECT_TRUE(json.at("percentiles").contains("50"));
    EXPECT_EQ(json.at("score"), "cosine");
    EXPECT_EQ(json.at("edc").at(0).at("points").size(), 201U);
    EXPECT_EQ(json.at("erc").at(0).at("points").size(), 20U);
    EXPECT_EQ(json.at("roc").at("tar_at_far").size(), 8U);
    EXPECT_FALSE(json.at("roc").at("tar_at_far").at(7).at("reachable").get<bool>());
    EXPECT_EQ(json.at("other_curves").size(), 2U);
    EXPECT_EQ(json.at("other_curves").at(0).at("score"), "mls");
}

TEST(PairReport, RefusesQualitiesAndPairsThatDoNotFit) {
    const EmbeddingSet set = drawnSet(50, 1);
    ScoringOptions scoring;
    scoring.qualities = {{"short", {1.0, 2.0}, true}};
    EXPECT_THROW(scorePairSet(set, rowPairs(set), scoring, "drawn"), Error);
    PairIndex beyond = rowPairs(set);
    beyond.b.back() = 100;
    EXPECT_THROW(scorePairSet(set, beyond, {}, "drawn"), Error);
    PairIndex uneven = rowPairs(set);
    uneven.a.pop_back();
    EXPECT_THROW(scorePairSet(set, uneven, {}, "drawn"), Error);
    EmbeddingSet impostors = set;
    impostors.issame.assign(impostors.issame.size(), false);
    impostors.labels.clear();
    EXPECT_THROW(evaluated(impostors, {}, everything()), Error);
}

TEST(PairReport, EveryPlaceHasTheSameNumbersWhateverTheSizeOfTheQuality) {
    const EmbeddingSet set = drawnSet(300, 1);
    std::vector<double> rank(set.size());
    for (std::size_t i = 0; i < rank.size(); ++i) {
        rank[i] = static_cast<double>((i * 7919) % rank.size());
    }
    const auto reportOf = [&](const auto& quality) {
        ScoringOptions scoring;
        scoring.scores = {PairScoreKind::Cosine};
        scoring.qualities = {{"q", rank, true}};
        for (double& value : scoring.qualities.front().values) {
            value = quality(value);
        }
        return evaluated(set, scoring, everything()).report;
    };
    const PairReport plain = reportOf([](double r) { return (r + 1) / 601; });
    const ScoreReport* expected = plain.find("cosine", "q min-quality");
    ASSERT_NE(expected, nullptr);
    for (const PairReport& other : {reportOf([](double r) { return 1 - 1e-9 * (600 - r); }),
                                    reportOf([](double r) { return 1e6 + 1e-3 * r; })}) {
        const ScoreReport* curve = other.find("cosine", "q min-quality");
        ASSERT_NE(curve, nullptr);
        EXPECT_EQ(curve->edc.front().area.full, expected->edc.front().area.full);
        EXPECT_EQ(curve->edc.front().area.upTo20, expected->edc.front().area.upTo20);
        EXPECT_EQ(curve->erc.front().area(), expected->erc.front().area());
        for (std::size_t i = 0; i < expected->risk->curve.size(); ++i) {
            EXPECT_EQ(curve->risk->curve[i].kept, expected->risk->curve[i].kept) << i;
        }
        // The EDC and the risk-controlled table leave out the same pairs.
        for (const auto& row : curve->risk->rows) {
            EXPECT_EQ(
                curve->edc.front().points[static_cast<std::size_t>(std::lround(row.discard * 200))].kept,
                row.kept)
                << row.discard;
        }
    }
    const PairReport constant = reportOf([](double) { return 0.5; });
    EXPECT_TRUE(std::any_of(constant.card.warnings.begin(), constant.card.warnings.end(),
                            [](const auto& text) {
                                return text.find("q min-quality") != std::string::npos &&
                                       text.find("the same for every pair") != std::string::npos;
                            }))
        << "on the card, where reports and window show it";
}

}  // namespace
}  // namespace pf
