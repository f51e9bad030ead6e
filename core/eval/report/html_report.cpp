#include "core/eval/report/html_report.h"

#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_charts.h"
#include "core/eval/report/html_style.h"
#include "core/eval/report/html_summary.h"
#include "core/eval/report/html_tables.h"
#include "core/eval/report/html_texts.h"

namespace pf {
namespace {

HtmlSection setSection(const detail::ReportSet& set) {
    HtmlSection section;
    section.title = set.name;
    detail::addSummary(set, section);
    const std::size_t before = section.blocks.size();
    HtmlSection charts;
    detail::addCharts(set, charts);
    if (!charts.blocks.empty()) {
        section.add(HtmlHeading{"Charts"});
        section.blocks.insert(section.blocks.begin() + static_cast<std::ptrdiff_t>(before) + 1,
                              charts.blocks.begin(), charts.blocks.end());
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

}  // namespace

std::string htmlReport(const ReportContents& contents) {
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
