#include "ui/evaluate/pairs/pair_tables.h"

#include <algorithm>
#include <array>

#include "core/base/csv.h"
#include "core/base/markup.h"
#include "core/base/numbers.h"
#include "ui/evaluate/pairs/pair_tile.h"

namespace pf::ui {

namespace {

constexpr std::array kColumns = {"A", "B", "same", "cosine", "MLS", "sigma² A", "sigma² B"};

std::array<std::string, kColumns.size()> cells(const PairFacts& facts) {
    const auto number = [](double value) {
        return value == value ? formatted("%.4f", value) : std::string("–");
    };
    return {facts.nameA.toStdString(), facts.nameB.toStdString(), facts.same ? "yes" : "no",
            number(facts.cosine),      number(facts.mls),         number(facts.sigmaSqA),
            number(facts.sigmaSqB)};
}

}  // namespace

std::string pairTableCsv(const ScoredPairs& scored, const PairIndices& pairs) {
    CsvWriter csv;
    csv.columns("name_a,name_b,same,cosine,mls,distance_term,log_variance_term,sigma_sq_a,sigma_sq_b");
    for (const PairRisks& risk : scored.risks) {
        std::string name = "risk_" + risk.name;
        std::replace(name.begin(), name.end(), ' ', '_');
        csv.add(name);
    }
    csv.endLine();
    for (const std::uint32_t pair : pairs) {
        const PairFacts facts = pairFacts(scored, pair);
        csv.add(facts.nameA.toStdString(), facts.nameB.toStdString(), facts.same ? 1 : 0, facts.cosine,
                facts.mls, facts.distanceTerm, facts.logVarianceTerm, facts.sigmaSqA, facts.sigmaSqB);
        for (const PairRisks& risk : scored.risks) {
            csv.add(double{risk.values.at(pair)});
        }
        csv.endLine();
    }
    return csv.take();
}

std::string pairTableMarkdown(const ScoredPairs& scored, const PairIndices& pairs) {
    std::string text = "|";
    std::string rule = "|";
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
        text += " " + std::string(kColumns[column]) + " |";
        rule += column < 3 ? " --- |" : " ---: |";
    }
    text += "\n" + rule + "\n";
    for (const std::uint32_t pair : pairs) {
        text += "|";
        for (const std::string& cell : cells(pairFacts(scored, pair))) {
            text += " " + markdownText(cell) + " |";
        }
        text += "\n";
    }
    return text;
}

std::string pairTableLatex(const ScoredPairs& scored, const PairIndices& pairs) {
    std::string text =
        "\\begin{tabular}{lllrrrr}\n\\toprule\nA & B & same & cosine & MLS & $\\sigma^2_A$ & $\\sigma^2_B$ "
        "\\\\\n\\midrule\n";
    for (const std::uint32_t pair : pairs) {
        std::string line;
        for (const std::string& cell : cells(pairFacts(scored, pair))) {
            line += (line.empty() ? "" : " & ") + (cell == "–" ? std::string("--") : latexText(cell));
        }
        text += line + " \\\\\n";
    }
    return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace pf::ui
