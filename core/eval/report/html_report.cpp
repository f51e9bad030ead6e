#include "core/eval/report/html_report.h"

#include <map>
#include <variant>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_style.h"
#include "core/eval/report/html_summary.h"
#include "core/eval/report/html_tables.h"
#include "core/eval/report/html_texts.h"
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
    sections.push_back(detail::readingSection());
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
