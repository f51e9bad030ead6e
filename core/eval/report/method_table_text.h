// The method table as Markdown, LaTeX and CSV.
#pragma once

#include <string>
#include <vector>

#include "core/results/method_table.h"

namespace pf {

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
