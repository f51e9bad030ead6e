// The protocols that need only scores: of millions of pairs, whatever made them.
#pragma once

#include "core/results/score_report.h"
#include "core/results/score_set.h"

namespace pf {

/// Throws: Error(Data) when the pairs are all of one kind, a target is outside [0, 1], or nothing but
/// protocols that need risks is asked and there are none; Error(Numeric) for values that are not finite.
/// Cost: O(P) on all cores for ROC and EDC, at most about 17 bytes per pair beside the input, twice that for
/// numbers that need 64 bits; verification and risk sort the pairs and take 40 bytes per pair more.
ScoreReport evaluateScores(const ScoreSet& set, const ScoreReportOptions& options);

/// The steps of evaluateScores, for whoever reads more from one measurement than its report shows.
namespace detail {

/// Throws: Error(Data) when nothing but protocols that need risks is asked and there are none.
void requireRisks(const ScoreSet& set, const ScoreReportOptions& options);

/// The numbers, without intervals and findings. Throws: std::invalid_argument, std::domain_error.
ScoreReport measureScores(const ScoreSet& set, const ScoreReportOptions& options);

/// Adds what is to be known of the numbers that the report holds: warnings, and intervals where asked.
void completeReport(const ScoreSet& set, const ScoreReportOptions& options, ScoreReport& report);

}  // namespace detail

}  // namespace pf
