// The curves of one result, kept so that any discard and any threshold can be read from them at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/metrics/edc.h"
#include "core/metrics/erc.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/risk.h"
#include "core/metrics/roc.h"
#include "core/session/evaluate/evaluation.h"

namespace pf::ui {

/// What the curves are of.
struct CurveChoice {
    PairScoreKind score = PairScoreKind::Cosine;
    std::string risk = "sigma_sq";  ///< name of the faces' risk
    RiskKind rule = RiskKind::Max;
    double fmr = 1e-3;  ///< at which EDC and ERC set their threshold

    bool operator==(const CurveChoice&) const = default;
};

/// The highest discard of the risk curve and of the rejection slider, and their steps.
inline constexpr double kHighestDiscard = 0.6;
inline constexpr double kDiscardStep = 0.005;

/// What a threshold gives of all pairs.
struct ThresholdReading {
    double threshold = 0;
    double fmr = 0;
    double fnmr = 0;
    double accuracy = 0;
};

/// What a discard gives.
struct DiscardReading {
    RiskRow refitted;          ///< nearest of the steps at or below the discard
    double fixedAccuracy = 0;  ///< of the same pairs, at the threshold of discard 0
    EdcPoint edc;              ///< at the fixed threshold
    double oracleFnmr = 0;     ///< of the best risk there could be
};

/// Immutable once made; may be read from any thread.
class PairCurves {
  public:
    /// Throws: Error(Config) for a risk that the evaluation does not have, std::out_of_range for such a
    /// score, and what the curves throw. Cost: O(n log n) and one cross-validation for each of the steps; 24
    /// bytes per pair beside the evaluation. For a worker when the pairs are many.
    PairCurves(PairEvaluationPtr evaluation, CurveChoice choice);

    const PairEvaluationPtr& evaluation() const { return evaluation_; }
    const CurveChoice& choice() const { return choice_; }
    /// False for embeddings without sigma² and without a quality: then nothing can be discarded by risk, and
    /// only the curves of the scores say something.
    bool hasRisk() const { return !evaluation_->pairs.risks.empty(); }
    const RocCurve& roc() const { return roc_; }
    const EdcCurve& edc() const { return edc_; }
    const ErcCurve& erc() const { return erc_; }

    /// Stepwise areas under the EDC's FNMR.
    const DiscardAreas& edcAreas() const { return edcAreas_; }

    /// For charts: the score's ROC and distribution, and of the risk what hasRisk() allows, with the
    /// intervals of the evaluation's report where it has them. Its risk curve goes from 0 to kHighestDiscard.
    const ScoreReport& drawn() const { return drawn_; }
    /// Of the pairs of that curve, at the threshold of discard 0. NaN where there is none.
    const std::vector<double>& fixedAccuracy() const { return fixedAccuracy_; }
    /// The threshold of the cross-validation over all pairs.
    double fixedThreshold() const { return refitted_.front().threshold; }

    /// Cost: O(log n).
    ThresholdReading atThreshold(double threshold) const;
    /// At the threshold of a false match rate; see BasicRocCurve::atFmr.
    ThresholdReading atFmr(double fmr) const;
    DiscardReading atDiscard(double discard) const;

    /// Of this score whatever the risk: the report's ROC, verification and distribution.
    const ScoreReport* scoreReport() const;
    /// Of this score and risk, nullptr when the report has no such rule.
    const ScoreReport* riskReport() const;

    std::span<const double> scores() const { return evaluation_->pairs.scoresOf(choice_.score); }
    std::span<const double> risks() const { return risks_; }
    SameFlags same() const { return evaluation_->pairs.pairs.same; }

  private:
    void fitRisk();
    void describe();

    PairEvaluationPtr evaluation_;
    CurveChoice choice_;
    std::vector<double> risks_;
    RocCurve roc_;
    EdcCurve edc_;
    ErcCurve erc_;
    DiscardAreas edcAreas_;
    std::vector<RiskRow> refitted_;  ///< by growing discard, from 0 to kHighestDiscard
    std::vector<double> fixedAccuracy_;
    ScoreReport drawn_;
};

using PairCurvesPtr = std::shared_ptr<const PairCurves>;

}  // namespace pf::ui
