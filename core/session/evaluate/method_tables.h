// The tables of a paper from evaluations that are there already: methods in rows, sets in columns.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/results/method_table.h"
#include "core/results/template_report.h"
#include "core/session/evaluate/evaluation.h"

namespace pf {

/// One method on one set; evaluations that are nullptr are not asked.
struct MethodResult {
    std::string method;
    std::string set;
    PairEvaluationPtr evaluation;
};

/// One method on a template protocol.
struct MethodTemplates {
    std::string method;
    std::shared_ptr<const TemplateReport> report;
};

/// A table each of 10-fold accuracy, accuracy with 30 % of the pairs discarded, TAR at FAR 0.001 and EER.
/// Methods are compared by `score`, and by the cosine where one of their results lacks it. Where several
/// methods agree in every cosine, being heads of one backbone, the first row is theirs: "base". The first
/// table has a column for each protocol of `templates` too: TAR at FAR 0.001 (or the nearest that was
/// measured), mean and deviation over splits. A method without a result on a set has an empty cell that says
/// so. Empty: nothing was evaluated.
std::vector<MethodTable> methodTables(const std::vector<MethodResult>& results, PairScoreKind score,
                                      const std::vector<MethodTemplates>& templates = {});

enum class TableFormat { Markdown, Latex, Csv };

/// The tables one below the other; empty when there are none.
std::string methodTablesText(const std::vector<MethodTable>& tables, TableFormat format);

}  // namespace pf
