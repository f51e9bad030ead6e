// The tables of a paper from evaluations that are there already: methods in rows, sets in columns.
#pragma once

#include <string>
#include <vector>

#include "core/eval/method_table.h"
#include "core/session/evaluation.h"

namespace pf {

/// One method on one set; evaluations that are nullptr are not asked.
struct MethodResult {
    std::string method;
    std::string set;
    PairEvaluationPtr evaluation;
};

/// A table each of 10-fold accuracy, accuracy with 30 % of the pairs discarded, TAR at FAR 0.001 and EER.
/// Methods are compared by `score`, and by the cosine where one of their results lacks it. A method without a
/// result on a set has an empty cell that says so. Empty: nothing was evaluated.
std::vector<MethodTable> methodTables(const std::vector<MethodResult>& results, PairScoreKind score);

enum class TableFormat { Markdown, Latex, Csv };

/// The tables one below the other; empty when there are none.
std::string methodTablesText(const std::vector<MethodTable>& tables, TableFormat format);

}  // namespace pf
