// The table of a paper: methods in rows, sets in columns, one number with its interval in each cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/eval/pair_report.h"

namespace pf {

/// Which number a cell shows.
struct TableMetric {
    enum class Kind { Accuracy, AccuracyAtDiscard, TarAtFar, EqualErrorRate, EdcArea };
    std::string name = "accuracy";  ///< as given to tableMetricOf
    Kind kind = Kind::Accuracy;
    double at = 0;  ///< the discard, the FAR, or the limit of the area

    bool higherIsBetter() const { return kind != Kind::EqualErrorRate && kind != Kind::EdcArea; }
    /// "10-fold accuracy (%)", "TAR at FAR 0.001 (%)" ...
    std::string title() const;
};

/// "accuracy", "accuracy@0.3" (that share of the pairs discarded), "tar@1e-3", "eer" or "pauc@0.2".
/// Throws: Error(Config) listing them.
TableMetric tableMetricOf(const std::string& name);

struct MethodCell {
    std::optional<double> value;       ///< nothing: not measured, see `problem`
    std::optional<Interval> interval;  ///< 95 %
    std::string problem;               ///< why there is no value, or what limits it
    /// Of a TAR: the FAR at its threshold, which ties keep below the target.
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

/// The cell of one report. `score` names the score that the method compares faces by.
MethodCell methodCell(const PairReport& report, const std::string& score, const TableMetric& metric);

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

/// A sentence with the FARs that were reached; nothing for a metric without one.
std::optional<std::string> rateNote(const MethodTable& table);

/// One printed column: a set, the average over them, or a protocol.
struct MethodColumn {
    std::string title;
    std::vector<std::string> texts;     ///< by row, "99.33"; "" where nothing was measured
    std::vector<std::string> spreads;   ///< by row, half of the interval or the deviation; "" without one
    std::vector<bool> best;             ///< by row
    std::vector<std::string> problems;  ///< by row, why there is no text
};
std::vector<MethodColumn> methodTableColumns(const MethodTable& table);

/// The table as text; the best of each column is bold (several when they agree as printed), intervals are
/// written as ± half of their width, deviations as ± themselves, percentages with two digits.
std::string methodTableMarkdown(const MethodTable& table);
/// A tabular environment with booktabs' rules.
std::string methodTableLatex(const MethodTable& table);
/// RFC 4180 of several tables: metric, method, score, set, value, low, high, problem, far_reached, deviation;
/// fractions with every digit.
std::string methodTablesCsv(const std::vector<MethodTable>& tables);

}  // namespace pf
