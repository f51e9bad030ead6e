#include "core/eval/report/html_report.h"

#include <map>
#include <variant>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_style.h"
#include "core/eval/report/html_summary.h"
#include "core/eval/report/html_tables.h"
#include "core/results/charts/report_charts.h"

namespace pf {
namespace {

HtmlSection setSection(const detail::ReportSet& set) {
    HtmlSection section;
    section.title = set.name;
    detail::addSummary(set, section);
    const auto charts = pairCharts(set.charted());
    if (!charts.empty()) {
        section.add(HtmlHeading{"Charts"});
    }
    for (const auto& each : charts) {
        section.add(HtmlFigure{each.chart}, each.isAside ? "Charts of the other scores" : "");
    }
    detail::addThresholds(set, section);
    detail::addProvenance(set, section);
    return section;
}

/// The glossary at the end: protocols and words that are mixed up.
HtmlSection readingSection() {
    HtmlSection section{"How to read these numbers", {}};
    HtmlTable table;
    table.wordColumns = 2;
    table.columns = {"Word", "Meaning"};
    table.rows = {
        {"Verification, 10-fold",
         "Ten contiguous folds without shuffling. The threshold of each fold is fitted on the other nine: "
         "the mean of all genuine scores that reach the highest accuracy there. Accept when score ≥ "
         "threshold. The accuracy and the threshold are means over the folds, and depend on the order of the "
         "pairs."},
        {"Fixed or re-fitted",
         "The EDC keeps the threshold that was set before anything was discarded; the risk-controlled "
         "accuracy and the ERC find a new one at every step. A method can win by one and lose by the other: "
         "compare curves of one kind only."},
        {"FMR, FNMR, TMR",
         "The false match rate is the fraction of the impostor pairs that are accepted, the false non-match "
         "rate that of the genuine pairs that are not, and the true match rate is 1 − FNMR. Literature on "
         "faces often says FAR for FMR and TAR for TMR. The threshold of an FMR target is the round(FMR "
         "n)-th highest of the n impostor scores, or just above it when more of them tie with it, so that "
         "the rate reached does not exceed the target."},
        {"max, add, min-quality",
         "The risk of a pair is the larger (max) or the sum (add) of its faces' risks. A quality is a risk "
         "turned over: the minimum of two qualities is the maximum of two risks, so min-quality and max are "
         "one rule."},
        {"Cosine, MLS, distance term",
         "MLS is the mutual likelihood score −(d² / S + log S), with d² = 2 (1 − cosine) and S the sum of "
         "both σ²; the distance term is its part −d² / S alone. For σ² per dimension it is the mean over the "
         "dimensions. A negative MLS is normal: what counts is on which side of the threshold it lies."},
        {"σ²",
         "The uncertainty of a face; it has no unit, and its size depends on the model. Compare it within "
         "one model only, by percentiles. A vector σ² counts as its geometric mean where one number is "
         "needed."},
        {"pAUC, AUERC",
         "Area under the EDC's FNMR up to discarding 20 %, 30 % or everything, as a step curve; lower is "
         "better. AUERC and AUERC30 are trapezoids over every percent from 0 to 99 % and to 30 % of the same "
         "curve."},
        {"EER, AUC, d′",
         "EER: where FMR = FNMR. AUC: the chance that a genuine pair scores above an impostor. d′: distance "
         "of the two means over the root of their mean variance."},
        {"Confidence intervals",
         "Percentile bootstrap. Identities are drawn with replacement where they are known, else pairs, "
         "which gives intervals that are rather too narrow when faces occur in several pairs. Every "
         "replicate finds its own thresholds."},
    };
    section.add(std::move(table));
    return section;
}

/// Program and date of the first card: a report holds no time of its own.
std::string leadText(const ReportContents& contents) {
    for (const auto* report : contents.pairs) {
        if (report != nullptr && !report->card.program.empty()) {
            return report->card.program + (report->card.created.empty() ? "" : ", " + report->card.created);
        }
    }
    return "ProbFace Studio";
}

std::vector<HtmlSection> sectionsOf(const ReportContents& contents) {
    const auto sets = detail::reportSets(contents);
    std::vector<HtmlSection> sections;
    std::size_t subjects = 0;
    for (const auto& set : sets) {
        subjects += set.subjects.size();
    }
    if (subjects > 1) {
        HtmlSection overview{"At a glance", {}};
        detail::addOverview(sets, overview);
        sections.push_back(std::move(overview));
    }
    for (const auto& set : sets) {
        sections.push_back(setSection(set));
    }
    for (const auto& templates : contents.templates) {
        sections.push_back(detail::templateSection(templates));
    }
    sections.insert(sections.end(), contents.sections.begin(), contents.sections.end());
    sections.push_back(readingSection());
    return sections;
}

/// The words in what any file system takes: "ROC, run/1" as "roc-run-1".
std::string fileWords(const std::string& words) {
    constexpr std::size_t kLongest = 160;  // bytes
    std::string name;
    for (const char letter : lowerCase(words)) {
        const bool isPlain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                             letter == '.' || static_cast<unsigned char>(letter) >= 0x80;
        const bool isGap = name.empty() || name.back() == '-';
        if (isPlain && !(letter == '.' && isGap)) {
            name += letter;
        } else if (!isGap) {
            name += '-';
        }
    }
    name = utf8Start(name, kLongest);
    while (!name.empty() && name.back() == '-') {
        name.pop_back();
    }
    return name;
}

}  // namespace

std::vector<NamedChart> reportCharts(const ReportContents& contents) {
    std::vector<NamedChart> charts;
    std::map<std::string, int> uses;
    for (const auto& section : sectionsOf(contents)) {
        for (const auto& block : section.blocks) {
            if (const auto* figure = std::get_if<HtmlFigure>(&block.content)) {
                std::string name = fileWords(section.title + " " + figure->chart.id);
                const int use = ++uses[name];
                name += use > 1 ? "-" + std::to_string(use) : "";
                charts.push_back({std::move(name), figure->chart});
            }
        }
    }
    return charts;
}

std::string htmlReport(const ReportContents& contents) {
    const auto sections = sectionsOf(contents);
    const std::string title = escapeMarkup(contents.title.empty() ? "Evaluation" : contents.title);
    std::string body;
    std::string links;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const std::string id = "part-" + std::to_string(i + 1);
        links += "<li><a href=\"#" + id + "\">" + escapeMarkup(sections[i].title) + "</a></li>\n";
        body += htmlSection(sections[i], id);
    }
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>" +
           title + "</title>\n<style>" + htmlStyle() + "</style>\n</head>\n<body>\n<header>\n<h1>" + title +
           "</h1>\n<p class=\"lead\">" + escapeMarkup(leadText(contents)) +
           "</p>\n</header>\n<nav aria-label=\"Parts\"><ul>\n" + links + "</ul></nav>\n<main>\n" + body +
           "</main>\n</body>\n</html>\n";
}

}  // namespace pf
