#include "core/session/evaluate/method_tables.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/eval/report/method_cells.h"
#include "core/eval/report/method_table_text.h"

namespace pf {
namespace {

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

/// The target that was measured nearest to the usual one, by their ratio.
double templateFar(const std::vector<MethodTemplates>& templates) {
    constexpr double kUsual = 1e-3;
    std::optional<double> nearest;
    const auto distance = [](double target) { return std::abs(std::log(target / kUsual)); };
    for (const auto& each : templates) {
        for (const auto& result : each.report->results) {
            for (const auto& tar : result.tar) {
                if (tar.farTarget > 0 && (!nearest || distance(tar.farTarget) < distance(*nearest))) {
                    nearest = tar.farTarget;
                }
            }
        }
    }
    return nearest.value_or(kUsual);
}

/// Rows of the methods on the sets and protocols there are.
class Rows {
  public:
    Rows(const std::vector<MethodResult>& results, const std::vector<MethodTemplates>& templates)
        : results_(results), templates_(templates), far_(templateFar(templates)) {
        for (const auto& result : results) {
            if (result.evaluation != nullptr) {
                addOnce(methods_, result.method);
                addOnce(sets_, result.set);
            }
        }
        for (const auto& each : templates) {
            addOnce(methods_, each.method);
            addOnce(protocols_, each.report->protocol);
        }
    }

    const std::vector<std::string>& methods() const { return methods_; }
    const std::vector<std::string>& sets() const { return sets_; }
    std::vector<ProtocolColumn> protocols() const {
        std::vector<ProtocolColumn> columns;
        for (const auto& protocol : protocols_) {
            columns.push_back(templateColumn(protocol, far_));
        }
        return columns;
    }

    MethodRow row(const std::string& method, const std::string& score, const TableMetric& metric,
                  bool withProtocols) const {
        MethodRow row{method, score, {}};
        for (const auto& set : sets_) {
            const auto at = std::ranges::find_if(results_, [&](const MethodResult& result) {
                return result.method == method && result.set == set && result.evaluation != nullptr;
            });
            row.cells.push_back(at == results_.end() ? notEvaluated("this set")
                                                     : methodCell(at->evaluation->report, score, metric));
        }
        for (const auto& protocol : withProtocols ? protocols_ : std::vector<std::string>()) {
            const auto at = std::ranges::find_if(templates_, [&](const MethodTemplates& each) {
                return each.method == method && each.report->protocol == protocol;
            });
            row.protocolCells.push_back(at == templates_.end() ? notEvaluated("this protocol")
                                                               : templateCell(*at->report, score, far_));
        }
        return row;
    }

  private:
    static MethodCell notEvaluated(const std::string& where) {
        MethodCell cell;
        cell.problem = "not evaluated on " + where;
        return cell;
    }

    const std::vector<MethodResult>& results_;
    const std::vector<MethodTemplates>& templates_;
    double far_;
    std::vector<std::string> methods_;
    std::vector<std::string> sets_;
    std::vector<std::string> protocols_;
};

/// The cosine's row when several methods have one and the same.
std::optional<MethodRow> baseRow(const Rows& rows, const TableMetric& metric, bool withProtocols) {
    const auto agree = [](const std::vector<MethodCell>& a, const std::vector<MethodCell>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const MethodCell& left, const MethodCell& right) {
                              return left.value && left.value == right.value;
                          });
    };
    std::optional<MethodRow> base;
    for (const auto& method : rows.methods()) {
        MethodRow row = rows.row(method, "cosine", metric, withProtocols);
        if (!base) {
            base = std::move(row);
        } else if (!agree(base->cells, row.cells) || !agree(base->protocolCells, row.protocolCells)) {
            return std::nullopt;
        }
    }
    if (base) {
        base->method = "base";
    }
    return rows.methods().size() > 1 ? base : std::nullopt;
}

}  // namespace

std::vector<MethodTable> methodTables(const std::vector<MethodResult>& results, PairScoreKind score,
                                      const std::vector<MethodTemplates>& templates) {
    const Rows rows(results, templates);
    std::vector<MethodTable> tables;
    if (rows.methods().empty()) {
        return tables;
    }
    for (const char* name : {"accuracy", "accuracy@0.3", "tar@1e-3", "eer"}) {
        const bool isFirst = tables.empty();
        MethodTable table;
        table.metric = tableMetricOf(name);
        table.sets = rows.sets();
        if (isFirst) {
            table.protocols = rows.protocols();
        }
        auto base = score == PairScoreKind::Cosine ? std::nullopt : baseRow(rows, table.metric, isFirst);
        if (base) {
            table.rows.push_back(std::move(*base));
        }
        for (const auto& method : rows.methods()) {
            table.rows.push_back(rows.row(method, scoreOfRow(results, method, score), table.metric, isFirst));
        }
        if (const auto note = rateNote(table)) {
            table.notes.push_back(*note);
        }
        if (!table.protocols.empty()) {
            table.notes.push_back(
                "Templates: cosine of their mean embeddings, MLS of PFE_fuse (temperature 1); ± is the "
                "standard deviation over splits.");
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
