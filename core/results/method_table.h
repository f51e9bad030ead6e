// The table of a paper: methods in rows, sets in columns, one number with its interval in each cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/results/score_report.h"

namespace pf {

/// Which number a cell shows.
struct TableMetric {
    enum class Kind { Accuracy, AccuracyAtDiscard, TmrAtFmr, EqualErrorRate, EdcArea };
    std::string name = "accuracy";  ///< as given to tableMetricOf, and in files: of "tmr@1e-3" "tar@1e-3"
    Kind kind = Kind::Accuracy;
    double at = 0;  ///< the discard, the FMR, or the limit of the area

    bool higherIsBetter() const { return kind != Kind::EqualErrorRate && kind != Kind::EdcArea; }
    /// "10-fold accuracy (%)", "TMR at FMR 0.001 (%)" ...
    std::string title() const;
};

/// "accuracy", "accuracy@0.3" (that share of the pairs discarded), "tmr@1e-3" (before: "tar@1e-3"), "eer" or
/// "pauc@0.2". Throws: Error(Config) listing them.
TableMetric tableMetricOf(const std::string& name);

struct MethodCell {
    std::optional<double> value;       ///< nothing: not measured, see `problem`
    std::optional<Interval> interval;  ///< 95 %
    std::string problem;               ///< why there is no value, or what limits it
    /// Of a TMR or TAR: the FMR at its threshold, which ties keep below the target.
    std::optional<double> rateReached = {};
    std::optional<double> deviation = {};  ///< over splits or trials
};

/// A column that has a rate of its own, whatever the table's metric: of templates or of identification.
struct ProtocolColumn {
    std::string set;     ///< "IJB-A"
    std::string metric;  ///< as the CSV names it: "tar@0.001"
    std::string title;   ///< "IJB-A TAR at FAR 0.1 %"
};

/// Sees to it that a report measures what the metric reads.
void addTarget(const TableMetric& metric, ScoreReportOptions& options);

struct MethodRow {
    std::string method;
    std::string score;              ///< "cosine", "mls" ...
    std::vector<MethodCell> cells;  ///< by set
    std::vector<MethodCell> protocolCells = {};
};

struct MethodTable {
    TableMetric metric;
    std::vector<std::string> sets;
    std::vector<MethodRow> rows;
    std::vector<std::string> notes;  ///< sentences under the table
    std::vector<ProtocolColumn> protocols = {};

    /// Mean of a row over the sets; nothing when a cell is missing or there is one set only.
    std::optional<double> average(const MethodRow& row) const;
};

}  // namespace pf
