#include "core/eval/verification.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/error.h"
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

constexpr PairScoreKind kScoreKinds[] = {PairScoreKind::Cosine, PairScoreKind::Mls, PairScoreKind::Attention};

FaceRows facesOf(const EmbeddingSet& set) {
    return {set.mu, set.sigmaSq, set.embeddingSize, set.sigmaSize};
}

void requirePairs(const EmbeddingSet& set, const std::string& setName) {
    if (set.issame.empty()) {
        throw Error(
            ErrorCode::Data,
            "is no pair set (nothing says which images show the same person); evaluate a .bin set or an .npz "
            "with issame",
            setName);
    }
}

/// The metrics know only standard exceptions; here they get their place.
template <typename Work>
auto atSet(const std::string& setName, const Work& work) {
    try {
        return work();
    } catch (const std::invalid_argument& error) {
        throw Error(ErrorCode::Data, error.what(), setName);
    } catch (const std::domain_error& error) {
        throw Error(ErrorCode::Numeric, error.what(), setName);
    }
}

std::vector<RiskPoint> riskPoints(const std::vector<RiskRow>& rows) {
    std::vector<RiskPoint> points;
    for (const auto& row : rows) {
        points.push_back({row.riskFactor, row.riskThreshold, static_cast<std::int64_t>(row.kept),
                          static_cast<std::int64_t>(row.total), row.accuracy, row.threshold});
    }
    return points;
}

ScoreSummary summarise(const std::vector<double>& scores, SameFlags same) {
    ScoreSummary summary;
    const auto folds = kFoldVerification(scores, same);
    summary.accuracy = folds.accuracy;
    summary.threshold = folds.threshold;
    for (const auto& point : tarAtFar(scores, same, kReportedFarTargets)) {
        summary.tarAtFar.push_back({point.farTarget, point.tar, point.far, point.threshold, point.reachable});
    }
    return summary;
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

}  // namespace

EvaluationRecord evaluateEmbeddings(const EmbeddingSet& embeddings, const EvaluationOptions& options,
                                    const std::string& setName) {
    requirePairs(embeddings, setName);
    const auto started = std::chrono::steady_clock::now();
    return atSet(setName, [&] {
        EvaluationRecord record;
        record.set = setName;
        record.pairs = static_cast<std::int64_t>(embeddings.issame.size());
        const auto same = sameFlags(embeddings.issame);
        const auto percentileValues =
            percentiles(std::span<const float>(embeddings.sigmaSq), kSigmaPercentiles);
        std::copy(percentileValues.begin(), percentileValues.end(), record.sigmaSq.begin());

        std::vector<double> cosine;
        for (const auto kind : kScoreKinds) {
            const auto scores = scorePairs(kind, facesOf(embeddings));
            record.scores[std::string(pairScoreKindName(kind))] = summarise(scores, same);
            if (kind == PairScoreKind::Cosine) {
                cosine = scores;
            }
        }
        const auto sigma = embeddings.sigmaSummary();
        const auto riskMax = pairRisk(sigma, RiskKind::Max);
        const auto riskAdd = pairRisk(sigma, RiskKind::Add);
        record.riskMax = riskPoints(riskControlledAccuracy(cosine, same, riskMax, options.discard));
        record.riskAdd = riskPoints(riskControlledAccuracy(cosine, same, riskAdd, options.discard));

        const auto fractions = discardFractions(kCurvePoints, kCurveEnd);
        record.riskCurve = riskPoints(riskControlledAccuracy(cosine, same, riskMax, fractions));
        for (const auto& row : randomDiscardAccuracy(cosine, same, fractions)) {
            record.randomCurve.push_back({row.riskFactor, std::nan(""), static_cast<std::int64_t>(row.kept),
                                          static_cast<std::int64_t>(row.total), row.meanAccuracy,
                                          row.meanThreshold});
        }
        record.fixedFmr = options.farTarget;
        record.fnmrCurve = edcPoints(edcAtFmr(cosine, same, riskMax, options.farTarget));
        record.elapsedSeconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return record;
    });
}

Calibration calibrate(const EmbeddingSet& embeddings, double farTarget) {
    requirePairs(embeddings, "calibration set");
    return atSet("calibration set", [&] {
        const auto same = sameFlags(embeddings.issame);
        const auto mls =
            calibratedThreshold(scorePairs(PairScoreKind::Mls, facesOf(embeddings)), same, farTarget);
        const auto cosine =
            calibratedThreshold(scorePairs(PairScoreKind::Cosine, facesOf(embeddings)), same, farTarget);
        return Calibration{mls.threshold, cosine.threshold, mls.far, mls.reachable};
    });
}

}  // namespace pf
