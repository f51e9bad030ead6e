#include "core/eval/pairs/verification.h"

#include <cstdint>
#include <vector>

#include "core/base/error.h"
#include "core/eval/pairs/pair_report.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/pairs/standard_errors.h"
#include "core/metrics/kfold.h"
#include "core/metrics/roc.h"

namespace pf {
namespace {

/// scorePairSet of the set's own pairs, its name in every error.
ScoredPairs scoredRows(const EmbeddingSet& set, const ScoringOptions& scoring, const std::string& setName) {
    try {
        return scorePairSet(set, rowPairs(set), scoring, setName);
    } catch (const Error& error) {
        throw Error(error.code(), error.what(), setName);
    }
}

}  // namespace

EvaluationRecord evaluateEmbeddings(const EmbeddingSet& embeddings, const EvaluationOptions& options,
                                    const std::string& setName) {
    ScoreReportOptions recordOnly;
    recordOnly.roc = recordOnly.edc = false;
    return evaluatePairSet(scoredRows(embeddings, {}, setName), embeddings, options, recordOnly, {})
        .report.record;
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

Calibration calibrate(const EmbeddingSet& embeddings, double fmrTarget) {
    const std::string name = "calibration set";
    ScoringOptions scoring;
    scoring.scores = {PairScoreKind::Mls, PairScoreKind::Cosine};
    const auto pairs = scoredRows(embeddings, scoring, name);
    return atSet(name, [&] {
        const SameFlags same = pairs.pairs.same;
        const auto mls = RocCurve(pairs.scoresOf(PairScoreKind::Mls), same).atFmr(fmrTarget);
        const auto cosine = RocCurve(pairs.scoresOf(PairScoreKind::Cosine), same).atFmr(fmrTarget);
        return Calibration{mls.threshold, cosine.threshold, mls.fmr, mls.reachable};
    });
}

}  // namespace pf
