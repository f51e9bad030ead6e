#include "core/session/method_tables.h"

#include <algorithm>
#include <utility>

namespace pf {
namespace {

PairEvaluationPtr evaluationOf(const std::vector<MethodResult>& results, const std::string& method,
                               const std::string& set) {
    const auto at = std::find_if(results.begin(), results.end(), [&](const MethodResult& result) {
        return result.method == method && result.set == set && result.evaluation != nullptr;
    });
    return at == results.end() ? nullptr : at->evaluation;
}

/// One for all cells of a row: numbers of two scores must not stand side by side.
std::string scoreOfRow(const std::vector<MethodResult>& results, const std::string& method,
                       PairScoreKind score) {
    const std::string wanted(pairScoreKindName(score));
    const bool everywhere = std::all_of(results.begin(), results.end(), [&](const MethodResult& result) {
        return result.method != method || result.evaluation == nullptr ||
               result.evaluation->report.find(wanted, {}) != nullptr;
    });
    return everywhere ? wanted : std::string(pairScoreKindName(PairScoreKind::Cosine));
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

}  // namespace

std::vector<MethodTable> methodTables(const std::vector<MethodResult>& results, PairScoreKind score) {
    std::vector<std::string> methods;
    std::vector<std::string> sets;
    for (const auto& result : results) {
        if (result.evaluation != nullptr) {
            addOnce(methods, result.method);
            addOnce(sets, result.set);
        }
    }
    std::vector<MethodTable> tables;
    if (methods.empty()) {
        return tables;
    }
    for (const char* name : {"accuracy", "accuracy@0.3", "tar@1e-3", "eer"}) {
        MethodTable table;
        table.metric = tableMetricOf(name);
        table.sets = sets;
        for (const auto& method : methods) {
            MethodRow row;
            row.method = method;
            row.score = scoreOfRow(results, method, score);
            for (const auto& set : sets) {
                const auto evaluation = evaluationOf(results, method, set);
                MethodCell cell;
                if (evaluation != nullptr) {
                    cell = methodCell(evaluation->report, row.score, table.metric);
                } else {
                    cell.problem = "not evaluated on this set";
                }
                row.cells.push_back(std::move(cell));
            }
            table.rows.push_back(std::move(row));
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

std::string methodTablesText(const std::vector<MethodTable>& tables, TableFormat format) {
    if (tables.empty()) {
        return "";
    }
    if (format == TableFormat::Csv) {
        return methodTablesCsv(tables);
    }
    std::string text;
    for (const auto& table : tables) {
        text += text.empty() ? "" : "\n";
        text += format == TableFormat::Latex ? methodTableLatex(table) : methodTableMarkdown(table);
    }
    return text;
}

}  // namespace pf
