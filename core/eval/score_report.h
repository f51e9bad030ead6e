// The protocols that need only scores: of millions of pairs, whatever made them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics/bootstrap.h"
#include "core/metrics/edc.h"
#include "core/metrics/erc.h"
#include "core/metrics/roc.h"

namespace pf {

/// Scores of pairs, and how uncertain each pair is.
struct ScoreSet {
    std::string name;
    std::vector<float> score;            ///< [P]; higher is more alike
    std::vector<std::uint8_t> same;      ///< [P]; not zero for a genuine pair
    std::vector<float> risk;             ///< [P], or empty; the highest are discarded first
    std::vector<std::int32_t> subjectA;  ///< [P], or empty: who is in the pair, for the bootstrap
    std::vector<std::int32_t> subjectB;
};

/// Reads the arrays score [P], same [P] and optionally risk [P], subject_a and subject_b [P] of an .npz.
/// float64 values become float32. Throws: Error(Data) for missing arrays, lengths that differ, values that
/// are not finite; Error(Io).
ScoreSet readScores(const std::filesystem::path& file);

struct ScoreReportOptions {
    bool roc = true;
    bool edc = true;   ///< left out when there are no risks
    bool erc = false;  ///< likewise
    std::vector<double> farTargets = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
    std::vector<double> fmrTargets = {1e-3};  ///< at which the threshold of EDC and ERC is set
    std::size_t bootstrap = 0;                ///< replicates for confidence intervals; 0: none
    std::uint64_t seed = 1;                   ///< of the bootstrap
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
};

struct RocReport {
    double areaUnderCurve = 0;
    EqualErrorRate equalError;
    std::optional<double> dPrime;
    std::vector<OperatingPoint> tarAtFar;
    std::vector<Interval> tarIntervals;  ///< of the TAR at each; empty without bootstrap
    std::vector<RocPoint> points;        ///< for a chart; see BasicRocCurve::sampled
};

struct ScoreReport {
    std::string name;
    std::size_t pairs = 0;
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    bool hasRisks = false;  ///< without them EDC and ERC are left out
    std::optional<RocReport> roc;
    std::vector<EdcReport> edc;
    std::vector<ErcCurve> erc;
    std::size_t replicates = 0;   ///< of the bootstrap that could be used; 0 without bootstrap
    bool overIdentities = false;  ///< of the bootstrap; else over pairs
    double seconds = 0;           ///< spent computing, reading left out
};

/// Throws: Error(Data) when the pairs are all of one kind, a target is outside [0, 1], or EDC or ERC is all
/// that is asked and there are no risks; Error(Numeric) for values that are not finite. Cost: O(P) on all
/// cores; at most about 17 bytes per pair beside the input.
ScoreReport evaluateScores(const ScoreSet& set, const ScoreReportOptions& options);

/// The report as JSON.
std::string scoreReportText(const ScoreReport& report);

}  // namespace pf
