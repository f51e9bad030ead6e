// What the protocols that need only scores report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/metrics/bootstrap.h"
#include "core/metrics/edc.h"
#include "core/metrics/erc.h"
#include "core/metrics/kfold.h"
#include "core/metrics/percentiles.h"
#include "core/metrics/risk.h"
#include "core/metrics/roc.h"

namespace pf {

/// FMRs at which a report lists the TMR; those that the impostor pairs cannot resolve are marked.
inline const std::vector<double> kRocTargets = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};

/// Of every interval.
inline constexpr double kConfidence = 0.95;

struct ScoreReportOptions {
    std::stop_token stop = {};  ///< cuts the bootstrap short: the report is then for throwing away
    bool verification = false;
    bool risk = false;  ///< left out when there are no risks
    bool roc = true;
    bool edc = true;   ///< likewise
    bool erc = false;  ///< likewise
    std::vector<double> rocTargets = kRocTargets;
    std::vector<double> fmrTargets = {1e-3};            ///< at which the threshold of EDC and ERC is set
    std::vector<double> discards = {0, 0.1, 0.2, 0.3};  ///< of the risk-controlled accuracy
    std::size_t bootstrap = 0;                          ///< replicates for confidence intervals; 0: none
    std::uint64_t seed = 1;                             ///< of the bootstrap
};

/// Areas under an FNMR curve up to discarding 20 %, 30 % and everything.
struct DiscardAreas {
    double upTo20 = 0;
    double upTo30 = 0;
    double full = 0;
};

struct EdcReport {
    OperatingPoint fixed;
    DiscardAreas area;                ///< stepwise
    DiscardAreas oracleArea;          ///< of the best risk there could be
    DiscardAreas randomArea;          ///< expected of a risk that knows nothing: FNMR at discard 0 throughout
    double auerc = 0;                 ///< trapezoids over 0, 1 %, ... 99 %: AUERC
    double auerc30 = 0;               ///< the same over 0 ... 30 %
    std::vector<EdcPoint> points;     ///< at 0, 0.5 %, ... 100 %
    std::vector<double> oracle;       ///< FNMR of the best risk there could be, at the same fractions
    std::vector<Interval> intervals;  ///< of the FNMR at each point; empty without bootstrap
    std::vector<Interval> areaIntervals;  ///< of upTo20, upTo30 and full; empty without bootstrap
    std::optional<double> errorOrder;     ///< see BasicEdcCurve::errorOrder
    bool riskIsConstant = false;          ///< every pair has the same risk
};

struct RocReport {
    double areaUnderCurve = 0;
    EqualErrorRate equalError;
    std::optional<double> dPrime;
    std::vector<OperatingPoint> tmrAtFmr;  ///< its threshold is the calibrated one for that FMR
    std::vector<Interval> tmrIntervals;    ///< of the TMR at each; empty without bootstrap
    std::vector<RocPoint> points;          ///< for a chart; see BasicRocCurve::sampled
    std::vector<Interval> bandIntervals;   ///< of the TMR at `bandFmrs`; empty without bootstrap
    std::vector<double> bandFmrs;          ///< ascending
};

/// How the scores of both kinds are spread, and what a threshold would give.
struct DistributionReport {
    Histogram genuine;  ///< both over the same bins
    Histogram impostor;
    /// Accuracy of all pairs at a threshold, at evenly spaced thresholds over the histogram's range.
    std::vector<double> thresholds;
    std::vector<double> accuracies;
    double bestThreshold = 0;  ///< of the highest accuracy on these pairs themselves (not cross-validated)
    double bestAccuracy = 0;
};

struct VerificationReport {
    KFoldResult folds;
    double foldDeviation = 0;          ///< of the folds' accuracies, over n
    std::optional<Interval> interval;  ///< of the accuracy
};

/// Risk-controlled accuracy: the threshold is re-fitted at every step.
struct RiskReport {
    std::vector<RiskRow> rows;        ///< at the discards asked
    std::vector<Interval> intervals;  ///< of their accuracies; empty without bootstrap
    std::vector<RiskRow> curve;       ///< at every percent from 0 to 50 %
    std::vector<RiskRow> random;      ///< the same, pairs discarded at random
};

struct ScoreReport {
    std::string name;
    std::string score;     ///< as ScoreSet
    std::string riskName;  ///< as ScoreSet
    std::size_t pairs = 0;
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    bool hasRisks = false;  ///< without them risk, EDC and ERC are left out
    std::optional<VerificationReport> verification;
    std::optional<RiskReport> risk;
    std::optional<RocReport> roc;
    std::optional<DistributionReport> distribution;  ///< with roc
    std::vector<EdcReport> edc;
    std::vector<ErcCurve> erc;
    std::size_t replicates = 0;   ///< of the bootstrap that could be used; 0 without bootstrap
    bool overIdentities = false;  ///< of the bootstrap; else over pairs
    double seconds = 0;           ///< spent computing, reading left out
    /// What a reader must know first: scores or risks that are turned round or say nothing, with the cure.
    std::vector<std::string> warnings;
};

}  // namespace pf
