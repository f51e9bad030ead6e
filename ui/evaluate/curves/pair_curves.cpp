#include "ui/evaluate/curves/pair_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/results/charts/chart_subject.h"

namespace pf::ui {

namespace {

/// Beyond this many pairs a cross-validation takes a while: then fewer steps.
constexpr std::size_t kManyPairs = 1'000'000;
constexpr std::size_t kRocSamples = 500;
constexpr std::size_t kEdcPoints = 201;  // at every half per cent, as reports have them

std::vector<double> risksOf(const ScoredPairs& pairs, const CurveChoice& choice) {
    if (pairs.risks.empty()) {
        // Embeddings without sigma²: what needs a risk is not asked for (see hasRisk).
        return std::vector<double>(pairs.size(), 0.0);
    }
    for (const PairRisks& risk : pairs.risks) {
        if (risk.faces.name == choice.risk) {
            return pairs.riskBy(risk, choice.rule);
        }
    }
    throw Error(ErrorCode::Config, "was evaluated without the risk \"" + choice.risk + "\"; run it again",
                pairs.name);
}

}  // namespace

PairCurves::PairCurves(PairEvaluationPtr evaluation, CurveChoice choice)
    : evaluation_(std::move(evaluation)),
      choice_(std::move(choice)),
      risks_(risksOf(evaluation_->pairs, choice_)),
      roc_(scores(), same()),
      edc_(scores(), same(), risks_, roc_.atFmr(choice_.fmr)),
      erc_(ercAtFmr<double>(scores(), same(), risks_, choice_.fmr)),
      edcAreas_{edc_.partialArea(0.2), edc_.partialArea(0.3), edc_.partialArea(1.0)} {
    fitRisk();
    describe();
}

void PairCurves::describe() {
    const ScoreReport* scored = scoreReport();
    const ScoreReport* risked = riskReport();
    if (scored != nullptr) {
        drawn_.verification = scored->verification;
        drawn_.distribution = scored->distribution;
        drawn_.roc = scored->roc;
        drawn_.replicates = scored->replicates;
        drawn_.overIdentities = scored->overIdentities;
    }
    drawn_.score = pairScoreKindName(choice_.score);
    drawn_.riskName =
        risked != nullptr ? risked->riskName : choice_.risk + " " + std::string(riskKindName(choice_.rule));
    drawn_.genuine = roc_.genuineCount();
    drawn_.impostor = roc_.impostorCount();
    drawn_.hasRisks = hasRisk();
    if (!drawn_.roc) {
        drawn_.roc.emplace();
        drawn_.roc->equalError = roc_.equalErrorRate();
    }
    drawn_.roc->points = roc_.sampled(kRocSamples);
    if (!hasRisk()) {
        return;
    }
    drawn_.risk.emplace();
    drawn_.risk->curve = refitted_;
    if (scored != nullptr && scored->risk) {
        drawn_.risk->random = scored->risk->random;  // whatever the risk
    }
    EdcReport& edc = drawn_.edc.emplace_back();
    edc.fixed = edc_.fixed();
    for (const double discard : discardFractions(kEdcPoints, 1.0)) {
        edc.points.push_back(edc_.at(discard));
        edc.points.back().discardFraction = discard;
        edc.oracle.push_back(edc_.oracleFnmr(discard));
    }
    drawn_.erc.push_back(erc_);
    if (risked != nullptr) {
        if (risked->risk) {
            drawn_.risk->rows = risked->risk->rows;
            drawn_.risk->intervals = risked->risk->intervals;
        }
        const EdcReport* reported = edcAt(*risked, choice_.fmr);
        if (reported != nullptr && reported->points.size() == kEdcPoints) {
            edc.intervals = reported->intervals;
        }
    }
}

void PairCurves::fitRisk() {
    const std::span<const double> scores = this->scores();
    const double step = scores.size() > kManyPairs ? 4 * kDiscardStep : kDiscardStep;
    const auto steps = static_cast<std::size_t>(std::lround(kHighestDiscard / step)) + 1;
    refitted_ = riskControlledAccuracy(scores, same(), risks_, discardFractions(steps, kHighestDiscard),
                                       kVerificationFolds, placesOf(evaluation_->pairs.pairs.absent));
    fixedAccuracy_.assign(refitted_.size(), std::numeric_limits<double>::quiet_NaN());
    if (!refitted_.front().measured()) {
        return;
    }
    std::vector<std::uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return risks_[a] < risks_[b]; });
    std::size_t correct = 0;
    std::size_t kept = 0;
    for (std::size_t row = refitted_.size(); row-- > 0;) {
        for (; kept < order.size() && risks_[order[kept]] <= refitted_[row].riskThreshold; ++kept) {
            const bool accepted = scores[order[kept]] >= fixedThreshold();
            correct += accepted == (same()[order[kept]] != 0) ? 1 : 0;
        }
        if (kept > 0) {
            fixedAccuracy_[row] = static_cast<double>(correct) / static_cast<double>(kept);
        }
    }
}

ThresholdReading PairCurves::atThreshold(double threshold) const {
    const RocPoint point = roc_.at(threshold);
    const auto genuine = static_cast<double>(roc_.genuineCount());
    const auto impostor = static_cast<double>(roc_.impostorCount());
    return {threshold, point.fmr, 1 - point.tmr,
            (point.tmr * genuine + (1 - point.fmr) * impostor) / (genuine + impostor)};
}

ThresholdReading PairCurves::atFmr(double fmr) const {
    return atThreshold(roc_.atFmr(std::clamp(fmr, 0.0, 1.0)).threshold);
}

DiscardReading PairCurves::atDiscard(double discard) const {
    const double clamped = std::clamp(discard, 0.0, 1.0);
    const double steps = static_cast<double>(refitted_.size() - 1) * clamped / kHighestDiscard;
    const std::size_t row = std::min(static_cast<std::size_t>(steps + 1e-9), refitted_.size() - 1);
    return {refitted_[row], fixedAccuracy_[row], edc_.at(clamped), edc_.oracleFnmr(clamped)};
}

const ScoreReport* PairCurves::scoreReport() const {
    return evaluation_->report.find(std::string(pairScoreKindName(choice_.score)), {});
}

const ScoreReport* PairCurves::riskReport() const {
    for (const PairRisks& risk : evaluation_->pairs.risks) {
        if (risk.faces.name == choice_.risk && risk.kind == choice_.rule) {
            return evaluation_->report.find(std::string(pairScoreKindName(choice_.score)), risk.name);
        }
    }
    return nullptr;
}

}  // namespace pf::ui
