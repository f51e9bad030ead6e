#include "core/eval/report/method_table_text.h"

#include "core/base/csv.h"
#include "core/base/markup.h"
#include "core/base/numbers.h"

namespace pf {
namespace {

/// A cell's value as people read it, before ± and bold.
std::string percentText(double fraction) {
    return formatted("%.2f", 100.0 * fraction);
}

MethodColumn columnOf(const std::string& title, const std::vector<std::optional<double>>& values,
                      bool higherIsBetter) {
    MethodColumn column{title, {}, {}, {}, {}};
    std::optional<double> best;
    for (const auto& value : values) {
        if (value && (!best || (higherIsBetter ? *value > *best : *value < *best))) {
            best = value;
        }
    }
    for (const auto& value : values) {
        column.texts.push_back(value ? percentText(*value) : "");
        column.spreads.emplace_back();
        column.problems.emplace_back();
        // Two methods that agree as printed are equally good to a reader.
        column.best.push_back(value && percentText(*value) == percentText(*best));
    }
    return column;
}

/// A column of cells; `cellOf` gives that of a row.
template <typename CellOf>
MethodColumn cellColumn(const MethodTable& table, const std::string& title, bool higherIsBetter,
                        const CellOf& cellOf) {
    std::vector<std::optional<double>> values;
    for (const auto& row : table.rows) {
        values.push_back(cellOf(row).value);
    }
    MethodColumn column = columnOf(title, values, higherIsBetter);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const MethodCell& cell = cellOf(table.rows[row]);
        if (!cell.value) {
            column.problems[row] = cell.problem;
        } else if (cell.interval) {
            column.spreads[row] = percentText((cell.interval->high - cell.interval->low) / 2);
        } else if (cell.deviation) {
            column.spreads[row] = percentText(*cell.deviation);
        }
    }
    return column;
}

void addCsvLine(CsvWriter& csv, const MethodRow& row, const std::string& metric, const std::string& set,
                const MethodCell& cell) {
    const auto bound = [&](double Interval::*end) {
        return cell.interval ? std::optional((*cell.interval).*end) : std::nullopt;
    };
    csv.line(metric, row.method, row.score, set, cell.value, bound(&Interval::low), bound(&Interval::high),
             cell.problem, cell.rateReached, cell.deviation);
}

}  // namespace

std::vector<MethodColumn> methodTableColumns(const MethodTable& table) {
    std::vector<MethodColumn> columns;
    const bool higherIsBetter = table.metric.higherIsBetter();
    for (std::size_t set = 0; set < table.sets.size(); ++set) {
        columns.push_back(
            cellColumn(table, table.sets[set], higherIsBetter,
                       [set](const MethodRow& row) -> const MethodCell& { return row.cells.at(set); }));
    }
    if (table.sets.size() > 1) {
        std::vector<std::optional<double>> averages;
        for (const auto& row : table.rows) {
            averages.push_back(table.average(row));
        }
        columns.push_back(columnOf("Avg", averages, higherIsBetter));
    }
    for (std::size_t i = 0; i < table.protocols.size(); ++i) {
        columns.push_back(
            cellColumn(table, table.protocols[i].title, true,
                       [i](const MethodRow& row) -> const MethodCell& { return row.protocolCells.at(i); }));
    }
    return columns;
}

std::string methodTableMarkdown(const MethodTable& table) {
    const auto columns = methodTableColumns(table);
    std::string text = "| " + table.metric.title() + " | score |";
    std::string rule = "|---|---|";
    for (const auto& column : columns) {
        text += " " + markdownText(column.title) + " |";
        rule += "---:|";
    }
    text += "\n" + rule + "\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += "| " + markdownText(table.rows[row].method) + " | " + table.rows[row].score + " |";
        for (const auto& column : columns) {
            std::string cell = column.texts[row].empty() ? "–" : column.texts[row];
            cell = column.best[row] ? "**" + cell + "**" : cell;
            text += " " + cell + (column.spreads[row].empty() ? "" : " ± " + column.spreads[row]) + " |";
        }
        text += "\n";
    }
    for (const auto& note : table.notes) {
        text += "\n" + markdownText(note) + "\n";
    }
    return text;
}

std::string methodTableLatex(const MethodTable& table) {
    const auto columns = methodTableColumns(table);
    std::string text = "% " + table.metric.title() + "; needs \\usepackage{booktabs}\n\\begin{tabular}{ll" +
                       std::string(columns.size(), 'r') + "}\n\\toprule\nMethod & score";
    for (const auto& column : columns) {
        text += " & " + latexText(column.title);
    }
    text += " \\\\\n\\midrule\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += latexText(table.rows[row].method) + " & " + latexText(table.rows[row].score);
        for (const auto& column : columns) {
            std::string cell = column.texts[row].empty() ? "--" : column.texts[row];
            cell = column.best[row] ? "\\textbf{" + cell + "}" : cell;
            text += " & " + cell + (column.spreads[row].empty() ? "" : " $\\pm$ " + column.spreads[row]);
        }
        text += " \\\\\n";
    }
    text += "\\bottomrule\n\\end{tabular}\n";
    for (const auto& note : table.notes) {
        text += "% " + singleLine(note) + "\n";
    }
    return text;
}

std::string methodTablesCsv(const std::vector<MethodTable>& tables) {
    CsvWriter csv;
    csv.columns("metric,method,score,set,value,low,high,problem,far_reached,deviation").endLine();
    for (const auto& table : tables) {
        for (const auto& row : table.rows) {
            for (std::size_t set = 0; set < table.sets.size(); ++set) {
                addCsvLine(csv, row, table.metric.name, table.sets[set], row.cells.at(set));
            }
            for (std::size_t i = 0; i < table.protocols.size(); ++i) {
                addCsvLine(csv, row, table.protocols[i].metric, table.protocols[i].set,
                           row.protocolCells.at(i));
            }
        }
    }
    return csv.take();
}

}  // namespace pf
