#include <string_view>

#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/eval/method_table.h"
#include "core/eval/report/curve_csv.h"

namespace pf {
namespace {

/// A cell's value as people read it, before ± and bold.
std::string percentText(double fraction) {
    return formatted("%.2f", 100.0 * fraction);
}

MethodColumn columnOf(const MethodTable& table, const std::string& title,
                      const std::vector<std::optional<double>>& values) {
    MethodColumn column{title, {}, {}, {}};
    std::optional<double> best;
    for (const auto& value : values) {
        if (value && (!best || (table.metric.higherIsBetter() ? *value > *best : *value < *best))) {
            best = value;
        }
    }
    for (const auto& value : values) {
        column.texts.push_back(value ? percentText(*value) : "");
        column.spreads.emplace_back();
        // Two methods that agree as printed are equally good to a reader.
        column.best.push_back(value && percentText(*value) == percentText(*best));
    }
    return column;
}

/// Text with the characters that mean something to `format` made harmless.
std::string escaped(const std::string& text, const char* special, const char* before) {
    std::string result;
    for (const char letter : text) {
        if (std::string(special).find(letter) != std::string::npos) {
            result += before;
        }
        result += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return result;
}

std::string markdownText(const std::string& text) {
    return escaped(text, "|\\`*_<>[]", "\\");
}

std::string latexText(const std::string& text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
            case '\\':
                result += "\\textbackslash{}";
                break;
            case '~':
                result += "\\textasciitilde{}";
                break;
            case '^':
                result += "\\textasciicircum{}";
                break;
            default:
                result += escaped(std::string(1, letter), "&%$#_{}", "\\");
        }
    }
    return result;
}

}  // namespace

std::vector<MethodColumn> methodTableColumns(const MethodTable& table) {
    std::vector<MethodColumn> columns;
    for (std::size_t set = 0; set < table.sets.size(); ++set) {
        std::vector<std::optional<double>> values;
        for (const auto& row : table.rows) {
            values.push_back(row.cells.at(set).value);
        }
        columns.push_back(columnOf(table, table.sets[set], values));
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const auto& cell = table.rows[row].cells[set];
            if (cell.value && cell.interval) {
                columns.back().spreads[row] = percentText((cell.interval->high - cell.interval->low) / 2);
            }
        }
    }
    if (table.sets.size() > 1) {
        std::vector<std::optional<double>> averages;
        for (const auto& row : table.rows) {
            averages.push_back(table.average(row));
        }
        columns.push_back(columnOf(table, "Avg", averages));
    }
    return columns;
}

std::optional<double> MethodTable::average(const MethodRow& row) const {
    double sum = 0;
    for (const auto& cell : row.cells) {
        if (!cell.value) {
            return std::nullopt;
        }
        sum += *cell.value;
    }
    return row.cells.size() > 1 ? std::optional(sum / static_cast<double>(row.cells.size())) : std::nullopt;
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
        text += "% " + escaped(note, "", "") + "\n";
    }
    return text;
}

std::string methodTablesCsv(const std::vector<MethodTable>& tables) {
    std::string text = "metric,method,score,set,value,low,high,problem,far_reached\n";
    for (const auto& table : tables) {
        for (const auto& row : table.rows) {
            for (std::size_t set = 0; set < table.sets.size(); ++set) {
                const MethodCell& cell = row.cells.at(set);
                const auto bound = [&](double Interval::*end) {
                    return cell.interval ? formatNumber((*cell.interval).*end) : std::string();
                };
                text += csvField(table.metric.name) + "," + csvField(row.method) + "," + csvField(row.score) +
                        "," + csvField(table.sets[set]) + "," +
                        (cell.value ? formatNumber(*cell.value) : "") + "," + bound(&Interval::low) + "," +
                        bound(&Interval::high) + "," + csvField(cell.problem) + "," +
                        (cell.rateReached ? formatNumber(*cell.rateReached) : "") + "\n";
            }
        }
    }
    return text;
}

}  // namespace pf
