#include "core/eval/report/html_report.h"

#include <map>
#include <variant>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_summary.h"
#include "core/eval/report/html_tables.h"
#include "core/results/charts/report_charts.h"

namespace pf {
namespace {

/// How a report looks: light, dark as the system says, and print, which leaves out what is folded. It also
/// exchanges the charts' colours.
constexpr const char* kStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --muted: #5b6470; --line: #d3d7dd;
  --grid: #e2e5e9; --minor: #f1f2f4; --axis: #9aa2ad; --accent: #0b6bb0; --base: #7a838e;
  --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #cc79a7;
  --s4: #56b4e9; --s5: #e69f00; --s6: #20242a; --s7: #b8a800;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #1d2025; --raised: #262a30; --ink: #e8eaed; --muted: #9ea7b3; --line: #3a4049;
    --grid: #343a42; --minor: #282c33; --axis: #6b7480; --accent: #4aa8e8; --base: #8b949f;
    --s0: #3ba0dd; --s1: #f0803c; --s2: #22bf95; --s3: #dc95bd;
    --s4: #8accf2; --s5: #f2b530; --s6: #e8eaed; --s7: #f0e442;
  }
}

* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1180px; padding: 24px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 40px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; margin: 28px 0 8px; }
p { max-width: 78ch; margin: 8px 0; }
a { color: var(--accent); }
.lead, figcaption, caption, small { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 0; margin: 16px 0; list-style: none; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 6px; font-size: 13px; max-width: 100ch; }
th, td { padding: 5px 14px 5px 0; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 400; text-align: left; min-width: 9em; max-width: 26em; }
tbody th.group { font-weight: 600; padding-top: 14px; }
th.words, td.words { text-align: left; max-width: 44em; }
td { min-width: 5.5em; }
td:not(.words) { white-space: nowrap; }
td:not(.words) small { white-space: normal; overflow-wrap: normal; }
thead th { max-width: 16em; overflow-wrap: break-word; vertical-align: bottom; }
small { display: block; font-size: 12px; font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr)); gap: 24px 32px;
  margin: 16px 0; }
figure { margin: 0; max-width: 720px; }
figcaption { font-size: 13px; line-height: 1.45; margin-top: 4px; }
details { margin: 12px 0; border: 1px solid var(--line); border-radius: 6px; padding: 0 14px; }
summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
details[open] { padding-bottom: 10px; }
footer { margin-top: 40px; color: var(--muted); font-size: 13px; }

svg.pf-chart { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; }
.pf-ink { fill: var(--ink); } .pf-muted { fill: var(--muted); } .pf-halo { stroke: var(--page); }
.pf-grid { stroke: var(--grid); } .pf-minor { stroke: var(--minor); } .pf-axis { stroke: var(--axis); }
.pf-marker { stroke: var(--muted); }
.pf-sb { stroke: var(--base); } .pf-fb { fill: var(--base); } .pf-fg { fill: var(--muted); } .pf-fi { fill: var(--axis); }
.pf-s0 { stroke: var(--s0); } .pf-s1 { stroke: var(--s1); } .pf-s2 { stroke: var(--s2); } .pf-s3 { stroke: var(--s3); }
.pf-s4 { stroke: var(--s4); } .pf-s5 { stroke: var(--s5); } .pf-s6 { stroke: var(--s6); } .pf-s7 { stroke: var(--s7); }
.pf-f0 { fill: var(--s0); } .pf-f1 { fill: var(--s1); } .pf-f2 { fill: var(--s2); } .pf-f3 { fill: var(--s3); }
.pf-f4 { fill: var(--s4); } .pf-f5 { fill: var(--s5); } .pf-f6 { fill: var(--s6); } .pf-f7 { fill: var(--s7); }
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2, h3, caption, thead { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .figures { grid-template-columns: 1fr 1fr; gap: 12px 16px; }
  table { font-size: 8pt; }
  th, td { padding-right: 8px; min-width: 0; }
  small, figcaption { font-size: 7.5pt; }
  .scroll { overflow: visible; }
  details:not([open]) { display: none; }
}
)css";

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
           title + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n<header>\n<h1>" + title +
           "</h1>\n<p class=\"lead\">" + escapeMarkup(leadText(contents)) +
           "</p>\n</header>\n<nav aria-label=\"Parts\"><ul>\n" + links + "</ul></nav>\n<main>\n" + body +
           "</main>\n</body>\n</html>\n";
}

}  // namespace pf
