#include "core/eval/pairs/verification.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include "core/base/error.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/pairs/standard_errors.h"
#include "core/metrics/edc.h"
#include "core/metrics/kfold.h"
#include "core/metrics/operating_point.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/percentiles.h"
#include "core/metrics/risk.h"

namespace pf {
namespace {

constexpr std::size_t kCurvePoints = 51;  // every percent from 0 to 50 %
constexpr double kCurveEnd = 0.5;
constexpr std::size_t kEdcPoints = 201;

std::vector<RiskPoint> riskPoints(const std::vector<RiskRow>& rows) {
    std::vector<RiskPoint> points;
    for (const auto& row : rows) {
        points.push_back({row.riskFactor, row.riskThreshold, static_cast<std::int64_t>(row.kept),
                          static_cast<std::int64_t>(row.total), row.accuracy, row.threshold});
    }
    return points;
}

/// Takes one protocol's numbers; where the pairs do not allow it, they stay what they are (NaN).
template <typename Measure>
void unlessImpossible(const Measure& measure) {
    try {
        measure();
    } catch (const std::invalid_argument&) {
        // whyNotMeasured() says it in words.
    }
}

ScoreSummary summarise(const std::vector<double>& scores, SameFlags same, const ListedPlaces& places) {
    ScoreSummary summary{std::nan(""), std::nan(""), {}};
    unlessImpossible([&] {
        const auto folds = kFoldVerification(scores, same, kVerificationFolds, places);
        summary.accuracy = folds.accuracy;
        summary.threshold = folds.threshold;
    });
    unlessImpossible([&] {
        for (const auto& point : tarAtFar(scores, same, kReportedFarTargets)) {
            summary.tarAtFar.push_back(
                {point.farTarget, point.tar, point.far, point.threshold, point.reachable});
        }
    });
    return summary;
}

/// The pairs' risk from sigma², of either kind.
std::vector<double> sigmaRisk(const ScoredPairs& pairs, RiskKind kind) {
    if (pairs.risks.front().kind == kind) {
        return pairs.risks.front().values;
    }
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        a.push_back(pairs.sigmaSq[pairs.pairs.a[i]]);
        b.push_back(pairs.sigmaSq[pairs.pairs.b[i]]);
    }
    return pairRisk(a, b, kind);
}

/// rowPairs with the set's name in its error.
PairIndex rowPairsOf(const EmbeddingSet& set, const std::string& setName) {
    try {
        return rowPairs(set);
    } catch (const Error& error) {
        throw Error(error.code(), error.what(), setName);
    }
}

std::vector<std::array<double, 2>> edcPoints(const EdcCurve& curve) {
    std::vector<std::array<double, 2>> points;
    for (std::size_t i = 0; i < kEdcPoints; ++i) {
        const double fraction = static_cast<double>(i) / static_cast<double>(kEdcPoints - 1);
        const auto& point = curve.at(fraction);
        points.push_back({fraction, point.fnmr});
    }
    return points;
}

/// What is measured by sigma²: its percentiles, and what discarding by it gains.
void addSigmaParts(EvaluationRecord& record, const ScoredPairs& pairs, std::span<const float> sigmaSq,
                   const EvaluationOptions& options) {
    const SameFlags same = pairs.pairs.same;
    const ListedPlaces places = placesOf(pairs.pairs.absent);
    const auto percentileValues = percentiles(sigmaSq, kSigmaPercentiles);
    std::copy(percentileValues.begin(), percentileValues.end(), record.sigmaSq.begin());
    const auto& cosine = pairs.scoresOf(PairScoreKind::Cosine);
    const auto riskMax = sigmaRisk(pairs, RiskKind::Max);
    const auto riskAdd = sigmaRisk(pairs, RiskKind::Add);
    const auto controlled = [&](const std::vector<double>& risk, const std::vector<double>& discards) {
        return riskPoints(riskControlledAccuracy(cosine, same, risk, discards, kVerificationFolds, places));
    };
    record.riskMax = controlled(riskMax, options.discard);
    record.riskAdd = controlled(riskAdd, options.discard);
    const auto fractions = discardFractions(kCurvePoints, kCurveEnd);
    record.riskCurve = controlled(riskMax, fractions);
    RandomDiscardOptions random;
    random.places = places;
    for (const auto& row : randomDiscardAccuracy(cosine, same, fractions, random)) {
        record.randomCurve.push_back({row.riskFactor, std::nan(""), static_cast<std::int64_t>(row.kept),
                                      static_cast<std::int64_t>(row.total), row.meanAccuracy,
                                      row.meanThreshold});
    }
    record.fixedFmr = options.farTarget;
    unlessImpossible([&] {
        const EdcCurve edc = edcAtFmr(cosine, same, riskMax, options.farTarget);
        record.fnmrCurve = edcPoints(edc);
        record.fnmrAreas = {edc.partialArea(0.2), edc.partialArea(0.3), edc.partialArea(1.0)};
    });
}

}  // namespace

EvaluationRecord evaluatePairs(const ScoredPairs& pairs, std::span<const float> sigmaSq,
                               const EvaluationOptions& options) {
    const auto started = std::chrono::steady_clock::now();
    return atSet(pairs.name, [&] {
        EvaluationRecord record;
        record.set = pairs.name;
        record.pairs = static_cast<std::int64_t>(pairs.size());
        const SameFlags same = pairs.pairs.same;
        const ListedPlaces places = placesOf(pairs.pairs.absent);
        for (const auto& scores : pairs.scores) {
            record.scores[std::string(pairScoreKindName(scores.kind))] =
                summarise(scores.values, same, places);
        }
        record.fnmrAreas.fill(std::nan(""));
        if (!sigmaSq.empty()) {
            addSigmaParts(record, pairs, sigmaSq, options);
        }
        record.elapsedSeconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return record;
    });
}

std::string whyNotMeasured(SameFlags same) {
    const PairCounts counts = countPairs(same);
    if (counts.genuine == 0 || counts.impostor == 0) {
        return "accuracy, ROC and EDC are not measured, because all " + std::to_string(same.size()) +
               " pairs are " + (counts.genuine == 0 ? "impostor" : "genuine") + " pairs";
    }
    const KFoldVerifier verifier(std::vector<double>(same.size()), same);
    const std::string why = verifier.problem(std::vector<std::uint8_t>(same.size(), 1));
    return why.empty() ? "" : "10-fold accuracy is not measured, because " + why;
}

EvaluationRecord evaluateEmbeddings(const EmbeddingSet& embeddings, const EvaluationOptions& options,
                                    const std::string& setName) {
    return evaluatePairs(scorePairSet(embeddings, rowPairsOf(embeddings, setName), {}, setName),
                         embeddings.sigmaSq, options);
}

Calibration calibrate(const EmbeddingSet& embeddings, double farTarget) {
    const std::string name = "calibration set";
    ScoringOptions scoring;
    scoring.scores = {PairScoreKind::Mls, PairScoreKind::Cosine};
    const auto pairs = scorePairSet(embeddings, rowPairsOf(embeddings, name), scoring, name);
    return atSet(name, [&] {
        const SameFlags same = pairs.pairs.same;
        const auto mls = calibratedThreshold(pairs.scoresOf(PairScoreKind::Mls), same, farTarget);
        const auto cosine = calibratedThreshold(pairs.scoresOf(PairScoreKind::Cosine), same, farTarget);
        return Calibration{mls.threshold, cosine.threshold, mls.far, mls.reachable};
    });
}

}  // namespace pf
