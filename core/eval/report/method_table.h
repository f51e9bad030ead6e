// Fills the cells of the method table.
#pragma once

#include <optional>
#include <string>

#include "core/results/method_table.h"
#include "core/results/pair_report.h"

namespace pf {

/// The cell of one report. `score` names the score that the method compares faces by.
MethodCell methodCell(const PairReport& report, const std::string& score, const TableMetric& metric);

/// A sentence with the FARs that were reached; nothing for a metric without one.
std::optional<std::string> rateNote(const MethodTable& table);

}  // namespace pf
