#include "core/eval/pairs/pair_report.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/eval/pairs/score_report.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/pairs/standard_errors.h"

namespace pf {
namespace {

/// FMRs at which every record lists the TMR; those that the impostor pairs cannot resolve are marked.
constexpr std::array<double, 3> kRecordTargets = {1e-3, 1e-2, 1e-1};

std::string dataHash(const EmbeddingSet& set, const PairIndex& pairs) {
    Sha256 sum;
    sum.add(std::as_bytes(std::span(set.mu)));
    sum.add(std::as_bytes(std::span(set.sigmaSq)));
    sum.add(std::as_bytes(std::span(pairs.a)));
    sum.add(std::as_bytes(std::span(pairs.b)));
    sum.add(std::as_bytes(std::span(pairs.same)));
    return sum.hex();
}

/// Adds what is not there yet.
template <typename Value>
void want(std::vector<Value>& values, std::span<const std::type_identity_t<Value>> more) {
    std::ranges::copy_if(more, std::back_inserter(values), [&](const Value& value) {
        return std::ranges::find(values, value) == values.end();
    });
}

/// Asks for what the record says of discarding.
void wantDiscard(const EvaluationOptions& evaluation, ScoreReportOptions& options) {
    options.risk = options.edc = true;
    want(options.discards, evaluation.discard);
    want(options.fmrTargets, {&evaluation.fmrTarget, 1});
}

/// Takes away again what only the record needed.
void keepAsked(const ScoreReportOptions& asked, ScoreReport& report) {
    if (!asked.verification) {
        report.verification.reset();
    }
    if (!asked.roc) {
        report.roc.reset();
        report.distribution.reset();
    } else {
        report.roc->tmrAtFmr.resize(asked.rocTargets.size());
    }
    if (!asked.risk) {
        report.risk.reset();
    } else if (report.risk) {
        report.risk->rows.resize(asked.discards.size());
    }
    const std::size_t targets = report.hasRisks ? asked.fmrTargets.size() : 0;
    report.edc.resize(asked.edc ? targets : 0);
    report.erc.resize(asked.erc ? targets : 0);
}

RiskPoint riskPoint(const RiskRow& row) {
    return {row.discard,
            row.riskThreshold,
            static_cast<std::int64_t>(row.kept),
            static_cast<std::int64_t>(row.total),
            row.accuracy,
            row.threshold};
}

std::vector<RiskPoint> riskPoints(const std::vector<RiskRow>& rows) {
    std::vector<RiskPoint> points;
    std::transform(rows.begin(), rows.end(), std::back_inserter(points), riskPoint);
    return points;
}

ScoreSummary summaryOf(const ScoreReport& report) {
    ScoreSummary summary{std::nan(""), std::nan(""), {}};
    if (report.verification) {
        summary.accuracy = report.verification->folds.accuracy;
        summary.threshold = report.verification->folds.threshold;
    }
    for (const double target : kRecordTargets) {
        const auto point = std::ranges::find(report.roc->tmrAtFmr, target, &OperatingPoint::fmrTarget);
        summary.tmrAtFmr.push_back(
            {point->fmrTarget, point->tmr, point->fmr, point->threshold, point->reachable});
    }
    return summary;
}

/// What the record says of discarding, from the report of the cosine by the larger sigma².
void recordDiscard(const ScoreReport& report, const EvaluationOptions& evaluation, EvaluationRecord& record) {
    for (const double discard : evaluation.discard) {
        record.riskMax.push_back(
            riskPoint(*std::ranges::find(report.risk->rows, discard, &RiskRow::discard)));
    }
    record.riskCurve = riskPoints(report.risk->curve);
    record.randomCurve = riskPoints(report.risk->random);
    record.fixedFmr = evaluation.fmrTarget;
    const EdcReport& edc = *std::ranges::find(report.edc, record.fixedFmr,
                                              [](const EdcReport& each) { return each.fixed.fmrTarget; });
    for (const auto& point : edc.points) {
        record.fnmrCurve.push_back({point.discardFraction, point.fnmr});
    }
    record.fnmrAreas = {edc.area.upTo20, edc.area.upTo30, edc.area.full};
}

/// One report per score and risk, each measured once with what the record reads from it. What does not depend
/// on the risk is measured with the first risk only.
void addReports(const ScoredPairs& pairs, bool hasSigma, const EvaluationOptions& evaluation,
                const ScoreReportOptions& options, PairReport& report) {
    for (std::size_t score = 0; score < pairs.scores.size(); ++score) {
        for (std::size_t risk = 0; risk < std::max<std::size_t>(1, pairs.risks.size()); ++risk) {
            const auto started = std::chrono::steady_clock::now();
            ScoreReportOptions asked = options;
            if (risk > 0) {
                asked.roc = asked.verification = false;
                if (!asked.edc && !asked.erc && !asked.risk) {
                    continue;
                }
            }
            ScoreReportOptions all = asked;
            if (risk == 0) {
                all.verification = all.roc = true;
                want(all.rocTargets, kRecordTargets);
            }
            const bool tellsDiscard = risk == 0 && hasSigma &&
                                      pairs.scores[score].kind == PairScoreKind::Cosine &&
                                      pairs.risks.front().kind == RiskKind::Max;
            if (tellsDiscard) {
                wantDiscard(evaluation, all);
            }
            const ScoreSet set = pairs.scoreSet(score, risk);
            detail::requireRisks(set, asked);
            ScoreReport curve = detail::measureScores(set, all);
            if (risk == 0) {
                report.record.scores[curve.score] = summaryOf(curve);
            }
            if (tellsDiscard) {
                recordDiscard(curve, evaluation, report.record);
            }
            keepAsked(asked, curve);
            detail::completeReport(set, asked, curve);
            curve.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            report.curves.push_back(std::move(curve));
        }
    }
}

/// What the record says of sigma² beyond the reports; of discarding by the larger one too, where the pairs'
/// risk is another.
void recordSigma(const ScoredPairs& pairs, std::span<const float> sigmaSq,
                 const EvaluationOptions& evaluation, EvaluationRecord& record) {
    const auto values = percentiles(sigmaSq, kSigmaPercentiles);
    std::copy(values.begin(), values.end(), record.sigmaSq.begin());
    const auto& cosine = pairs.scoresOf(PairScoreKind::Cosine);
    const PairRisks& risk = pairs.risks.front();
    record.riskAdd = riskPoints(riskControlledAccuracy(cosine, pairs.pairs.same,
                                                       pairs.riskBy(risk, RiskKind::Add), evaluation.discard,
                                                       kVerificationFolds, placesOf(pairs.pairs.absent)));
    if (risk.kind != RiskKind::Max) {
        ScoreSet set = pairs.scoreSet(0, 0);
        set.values = cosine;
        set.risk = pairs.riskBy(risk, RiskKind::Max);
        ScoreReportOptions options{.roc = false, .fmrTargets = {}, .discards = {}};
        wantDiscard(evaluation, options);
        recordDiscard(detail::measureScores(set, options), evaluation, record);
    }
}

/// What became of the images: those that failed first, and then the others that were left out.
void takeAbsent(ProtocolCard& card, const AbsentPairs& absent, const EmbeddingSet& set) {
    card.absent = absent;
    card.skipped = absent.failed;
    // A list may name an image by the end of its path.
    const auto isSaid = [&](const std::string& line) {
        return std::any_of(absent.failed.begin(), absent.failed.end(),
                           [&](const std::string& said) { return line.ends_with(said); });
    };
    std::copy_if(set.skipped.begin(), set.skipped.end(), std::back_inserter(card.skipped),
                 [&](const std::string& line) { return !isSaid(line); });
    if (absent.any()) {
        card.notes.push_back(absentText(absent));
    }
}

/// scorePairSet of the set's own pairs, its name in every error.
ScoredPairs scoredRows(const EmbeddingSet& set, const ScoringOptions& scoring, const std::string& setName) {
    try {
        return scorePairSet(set, rowPairs(set), scoring, setName);
    } catch (const Error& error) {
        throw Error(error.code(), error.what(), setName);
    }
}

}  // namespace

PairEvaluation evaluatePairSet(ScoredPairs pairs, const EmbeddingSet& set,
                               const EvaluationOptions& evaluation, const ScoreReportOptions& options,
                               ProtocolCard card) {
    const auto started = std::chrono::steady_clock::now();
    PairEvaluation result;
    PairReport& report = result.report;
    report.card = std::move(card);
    report.card.created = formatTime(std::time(nullptr), "%Y-%m-%dT%H:%M:%S%z");
    report.card.set = pairs.name;
    report.card.dataHash = dataHash(set, pairs.pairs);
    report.card.images = set.size();
    report.card.pairs = pairs.size();
    const PairCounts counts = countPairs(pairs.pairs.same);
    report.card.genuine = counts.genuine;
    report.card.impostor = counts.impostor;
    report.card.embeddingSize = set.embeddingSize;
    report.card.sigmaSize = set.sigmaSize;
    if (const std::string why = whyNotMeasured(pairs.pairs.same); !why.empty()) {
        report.card.warnings.push_back(why);
    }
    takeAbsent(report.card, pairs.pairs.absent, set);
    report.record.set = pairs.name;
    report.record.epoch = report.card.epoch;
    report.record.step = report.card.step;
    report.record.pairs = static_cast<std::int64_t>(pairs.size());
    report.record.fnmrAreas.fill(std::nan(""));
    atSet(pairs.name, [&] {
        addReports(pairs, set.hasSigma(), evaluation, options, report);
        if (set.hasSigma()) {
            recordSigma(pairs, set.sigmaSq, evaluation, report.record);
        }
    });
    for (const ScoreReport& curve : report.curves) {
        want(report.card.warnings, curve.warnings);  // what a risk lacks is said once for all scores
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    report.record.elapsedSeconds = report.seconds;
    result.pairs = std::move(pairs);
    return result;
}

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
