#include "core/session/method_export.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace pf {
namespace {

template <typename Value>
void addOnce(std::vector<Value>& values, const Value& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) {
        values.push_back(value);
    }
}

MethodCell noCell(const std::string& problem) {
    MethodCell cell;
    cell.problem = problem;
    return cell;
}

/// The target that was measured nearest to the one asked for, by their ratio.
std::optional<double> nearestTarget(const std::vector<MethodTemplates>& templates, double far) {
    std::optional<double> nearest;
    for (const auto& each : templates) {
        for (const auto& result : each.report->results) {
            for (const auto& tar : result.tar) {
                const auto distance = [&](double target) { return std::abs(std::log(target / far)); };
                if (tar.farTarget > 0 && (!nearest || distance(tar.farTarget) < distance(*nearest))) {
                    nearest = tar.farTarget;
                }
            }
        }
    }
    return nearest;
}

MethodCell cellOf(const MethodResult& result, const std::string& score, const TableMetric& metric) {
    if (result.evaluation) {
        return methodCell(result.evaluation->report, score, metric);
    }
    if (result.record != nullptr && metric.kind == TableMetric::Kind::Accuracy) {
        const auto found = result.record->scores.find(score);
        if (found != result.record->scores.end()) {
            MethodCell cell;
            cell.value = found->second.accuracy;
            return cell;
        }
    }
    return noCell("only the accuracies are known");
}

class Rows {
  public:
    Rows(const std::vector<MethodResult>& results, const std::vector<MethodTemplates>& templates)
        : results_(results), templates_(templates) {
        for (const auto& result : results) {
            addOnce(methods_, result.method);
            addOnce(sets_, result.set);
        }
        for (const auto& each : templates) {
            addOnce(methods_, each.method);
            addOnce(protocols_, each.report->protocol);
        }
    }

    const std::vector<std::string>& methods() const { return methods_; }
    const std::vector<std::string>& sets() const { return sets_; }
    const std::vector<std::string>& protocols() const { return protocols_; }

    MethodRow row(const std::string& method, const std::string& score, const TableMetric& metric,
                  double far) const {
        MethodRow row{method, score, {}};
        for (const auto& set : sets_) {
            const auto found = std::find_if(results_.begin(), results_.end(), [&](const auto& each) {
                return each.method == method && each.set == set;
            });
            row.cells.push_back(found == results_.end() ? noCell("was not evaluated on " + set)
                                                        : cellOf(*found, score, metric));
        }
        for (const auto& protocol : protocols_) {
            const auto found = std::find_if(templates_.begin(), templates_.end(), [&](const auto& each) {
                return each.method == method && each.report->protocol == protocol;
            });
            row.protocolCells.push_back(found == templates_.end() ? noCell("was not evaluated on " + protocol)
                                                                  : templateCell(*found->report, score, far));
        }
        return row;
    }

  private:
    const std::vector<MethodResult>& results_;
    const std::vector<MethodTemplates>& templates_;
    std::vector<std::string> methods_;
    std::vector<std::string> sets_;
    std::vector<std::string> protocols_;
};

/// Whether two rows have the same numbers everywhere.
bool agree(const MethodRow& a, const MethodRow& b) {
    const auto equal = [](const MethodCell& left, const MethodCell& right) {
        return left.value == right.value;
    };
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), equal) &&
           std::equal(a.protocolCells.begin(), a.protocolCells.end(), b.protocolCells.begin(),
                      b.protocolCells.end(), equal);
}

bool isEmpty(const MethodRow& row) {
    const auto hasValue = [](const MethodCell& cell) { return cell.value.has_value(); };
    return std::none_of(row.cells.begin(), row.cells.end(), hasValue) &&
           std::none_of(row.protocolCells.begin(), row.protocolCells.end(), hasValue);
}

}  // namespace

MethodTable methodTableOf(const std::vector<MethodResult>& results,
                          const std::vector<MethodTemplates>& templates, const TableMetric& metric,
                          double far) {
    const Rows rows(results, templates);
    far = nearestTarget(templates, far).value_or(far);
    MethodTable table{metric, rows.sets(), {}, {}};
    for (const auto& protocol : rows.protocols()) {
        table.protocols.push_back(templateColumn(protocol, far));
    }
    std::vector<MethodRow> cosines;
    std::vector<MethodRow> others;
    for (const auto& method : rows.methods()) {
        cosines.push_back(rows.row(method, "cosine", metric, far));
        others.push_back(rows.row(method, "mls", metric, far));
    }
    const auto differs = [&](const MethodRow& row) { return !agree(row, cosines.front()); };
    if (cosines.size() > 1 && std::none_of(cosines.begin(), cosines.end(), differs)) {
        cosines.resize(1);
        cosines.front().method = "base";
    }
    for (auto* kind : {&cosines, &others}) {
        for (auto& row : *kind) {
            if (!isEmpty(row)) {
                table.rows.push_back(std::move(row));
            }
        }
    }
    if (const auto note = rateNote(table)) {
        table.notes.push_back(*note);
    }
    if (!table.protocols.empty()) {
        table.notes.push_back(
            "Templates: cosine of their mean embeddings, MLS of PFE_fuse (temperature 1); ± is "
            "the standard deviation over splits.");
    }
    return table;
}

std::string methodTableText(const MethodTable& table, TableFormat format) {
    switch (format) {
        case TableFormat::Markdown:
            return methodTableMarkdown(table);
        case TableFormat::Latex:
            return methodTableLatex(table);
        case TableFormat::Csv:
            return methodTablesCsv({table});
    }
    return "";
}

}  // namespace pf
