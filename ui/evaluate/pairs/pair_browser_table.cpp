// A list of pairs as the tables of a text.
#include "ui/evaluate/pairs/pair_browser_table.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "ui/evaluate/pairs/pair_browser_export.h"

namespace pf::ui {

namespace {

constexpr std::array kColumns = {"A", "B", "same", "cosine", "MLS", "sigma² A", "sigma² B"};

std::array<std::string, kColumns.size()> cells(const PairFacts& facts) {
    const auto number = [](double value) {
        return value == value ? QString::number(value, 'f', 4).toStdString() : std::string("–");
    };
    return {facts.nameA.toStdString(), facts.nameB.toStdString(), facts.same ? "yes" : "no",
            number(facts.cosine),      number(facts.mls),         number(facts.sigmaSqA),
            number(facts.sigmaSqB)};
}

std::string withEscapes(const std::string& text, std::string_view special, const auto& escape) {
    std::string result;
    for (const char c : text) {
        result += special.find(c) == std::string_view::npos ? std::string(1, c) : escape(c);
    }
    return result;
}

std::string markdown(const std::string& text) {
    std::string line = text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    return withEscapes(line, "|\\`*_<", [](char c) { return std::string("\\") + c; });
}

std::string latex(const std::string& text) {
    return withEscapes(text, "\\&%$#_{}~^", [](char c) -> std::string {
        switch (c) {
            case '\\':
                return "\\textbackslash{}";
            case '~':
                return "\\textasciitilde{}";
            case '^':
                return "\\textasciicircum{}";
            default:
                return std::string("\\") + c;
        }
    });
}

}  // namespace

std::string pairTableMarkdown(const PairExport& list) {
    std::string text = "|";
    std::string rule = "|";
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
        text += " " + std::string(kColumns[column]) + " |";
        rule += column < 3 ? " --- |" : " ---: |";
    }
    text += "\n" + rule + "\n";
    for (const std::uint32_t pair : list.pairs) {
        text += "|";
        for (const std::string& cell : cells(pairFacts(list.evaluation->pairs, pair))) {
            text += " " + markdown(cell) + " |";
        }
        text += "\n";
    }
    return text;
}

std::string pairTableLatex(const PairExport& list) {
    std::string text =
        "\\begin{tabular}{lllrrrr}\n\\toprule\nA & B & same & cosine & MLS & $\\sigma^2_A$ & $\\sigma^2_B$ "
        "\\\\\n\\midrule\n";
    for (const std::uint32_t pair : list.pairs) {
        std::string line;
        for (const std::string& cell : cells(pairFacts(list.evaluation->pairs, pair))) {
            line += (line.empty() ? "" : " & ") + (cell == "–" ? std::string("--") : latex(cell));
        }
        text += line + " \\\\\n";
    }
    return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace pf::ui
