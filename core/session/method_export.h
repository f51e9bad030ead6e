// The method table of results that are there already, as the Evaluate page has them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/eval/protocol_cells.h"
#include "core/session/evaluation.h"

namespace pf {

/// A method on a set of pairs.
struct MethodResult {
    std::string method;
    std::string set;
    PairEvaluationPtr evaluation;  ///< may be missing: then the record tells the accuracy
    const EvaluationRecord* record = nullptr;
};

/// A method on a template protocol.
struct MethodTemplates {
    std::string method;
    std::shared_ptr<const TemplateReport> report;
};

enum class TableFormat { Markdown, Latex, Csv };

/// A row for each method and score: by cosine and by MLS. Heads of one backbone have one cosine: where it
/// agrees everywhere it is one row, "base". Columns are the sets in the order given and, with templates, TAR
/// at `far` (the nearest that was measured), mean and deviation over splits.
MethodTable methodTableOf(const std::vector<MethodResult>& results,
                          const std::vector<MethodTemplates>& templates, const TableMetric& metric,
                          double far = 1e-3);

/// The table as text, its best in bold where the format has it.
std::string methodTableText(const MethodTable& table, TableFormat format);

}  // namespace pf
