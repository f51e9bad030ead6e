// The curves of a report as CSV, for whoever draws charts elsewhere.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/results/pair_report.h"
#include "core/results/score_report.h"

namespace pf {

// Every table has a line of column names and as many lines as there are points. Numbers read back as the same
// double; a number that does not exist (no interval, no pairs left) is an empty field.

/// Risk-controlled accuracy at every percent: discard_fraction, risk_threshold, kept, total, accuracy,
/// threshold, random_discard_accuracy. No lines below the names when it was not measured.
std::string riskCsv(const ScoreReport& report);

/// The same of the curve every evaluation has: cosine score, `max` of sigma².
std::string riskCsv(const EvaluationRecord& record);

// The tables below hold all of the reports given, told apart by the columns `score` and `risk`.

/// The risk-controlled curves of several scores and risks, with the columns of riskCsv behind score and risk.
std::string riskCurvesCsv(std::span<const ScoreReport> reports);

/// score, threshold, far, tar.
std::string rocCsv(std::span<const ScoreReport> reports);

/// score, far_target, threshold, far, tar, fnmr, tar_low, tar_high, reachable (true or false).
std::string tmrAtFmrCsv(std::span<const ScoreReport> reports);

/// score, risk, fmr_target, threshold, discard_fraction, kept, genuine_kept, impostor_kept, risk_threshold,
/// false_non_matches, false_matches, fnmr, fmr, fnmr_low, fnmr_high, oracle_fnmr, random_fnmr.
std::string edcCsv(std::span<const ScoreReport> reports);

/// score, risk, fmr_target, reject_fraction, kept, threshold, fnmr, fmr: the threshold is that of the step.
std::string ercCsv(std::span<const ScoreReport> reports);

/// score, bin_low, bin_high, genuine, impostor.
std::string distributionCsv(std::span<const ScoreReport> reports);

/// score, threshold, accuracy.
std::string accuracyCsv(std::span<const ScoreReport> reports);

struct CsvFile {
    std::string name;  ///< "roc.csv"
    std::string text;
};

/// Every table that holds anything: risk.csv, roc.csv, tar_at_far.csv, edc.csv, erc.csv, distribution.csv,
/// accuracy.csv, and risk_curves.csv when more than one score or risk was measured.
std::vector<CsvFile> curveCsvFiles(const PairReport& report);

}  // namespace pf
