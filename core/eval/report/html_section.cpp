#include "core/eval/report/html_section.h"

#include "core/base/text.h"
#include "core/eval/charts/svg_chart.h"
#include "core/eval/charts/svg_text.h"

namespace pf {
namespace {

std::string cell(const HtmlCell& content, const std::string& tag, const std::string& attributes) {
    std::string html = "<" + tag + attributes + ">";
    html +=
        content.strong ? "<strong>" + escapeMarkup(content.text) + "</strong>" : escapeMarkup(content.text);
    for (const auto& line : splitText(content.note, '\n')) {
        html += line.empty() ? "" : "<small>" + escapeMarkup(line) + "</small>";
    }
    return html + "</" + tag + ">";
}

std::string row(const HtmlTable& table, const std::vector<HtmlCell>& cells) {
    if (cells.size() == 1 && table.columns.size() > 1) {
        return "<tr>" +
               cell(cells.front(), "th",
                    " class=\"group\" scope=\"rowgroup\" colspan=\"" + std::to_string(table.columns.size()) +
                        "\"") +
               "</tr>\n";
    }
    std::string html = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i == 0) {
            html += cell(cells[i], "th", " scope=\"row\"");
        } else {
            html += cell(cells[i], "td", i < table.wordColumns ? " class=\"words\"" : "");
        }
    }
    return html + "</tr>\n";
}

std::string write(const HtmlParagraph& paragraph) {
    return "<p>" + escapeMarkup(paragraph.text) + "</p>\n";
}

std::string write(const HtmlHeading& heading) {
    return "<h3>" + escapeMarkup(heading.text) + "</h3>\n";
}

std::string write(const HtmlTable& table) {
    // Tables that are wider than the page scroll by themselves; tabindex lets the keyboard do it.
    std::string html = "<div class=\"scroll\" tabindex=\"0\"><table>\n";
    if (!table.caption.empty()) {
        html += "<caption>" + escapeMarkup(table.caption) + "</caption>\n";
    }
    if (!table.columns.empty()) {
        html += "<thead><tr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            html += cell(table.columns[i], "th",
                         i < table.wordColumns ? " scope=\"col\" class=\"words\"" : " scope=\"col\"");
        }
        html += "</tr></thead>\n";
    }
    html += "<tbody>\n";
    for (const auto& cells : table.rows) {
        html += row(table, cells);
    }
    return html + "</tbody></table></div>\n";
}

std::string write(const HtmlFigure& figure) {
    return "<figure>\n" + svgChart(figure.chart) + "<figcaption>" + escapeMarkup(figure.chart.caption) +
           "</figcaption></figure>\n";
}

}  // namespace

std::string htmlSection(const HtmlSection& section, const std::string& id) {
    std::string html =
        "<section id=\"" + escapeMarkup(id) + "\">\n<h2>" + escapeMarkup(section.title) + "</h2>\n";
    std::string fold;
    bool inFigures = false;
    const auto endFigures = [&] {
        html += inFigures ? "</div>\n" : "";
        inFigures = false;
    };
    const auto endFold = [&] {
        endFigures();
        html += fold.empty() ? "" : "</details>\n";
        fold.clear();
    };
    for (const auto& block : section.blocks) {
        if (block.foldedUnder != fold) {
            endFold();
            fold = block.foldedUnder;
            html += fold.empty() ? "" : "<details><summary>" + escapeMarkup(fold) + "</summary>\n";
        }
        const bool isFigure = std::holds_alternative<HtmlFigure>(block.content);
        if (isFigure && !inFigures) {
            html += "<div class=\"figures\">\n";
            inFigures = true;
        } else if (!isFigure) {
            endFigures();
        }
        html += std::visit([](const auto& content) { return write(content); }, block.content);
    }
    endFold();
    return html + "</section>\n";
}

}  // namespace pf
