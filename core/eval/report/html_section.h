// What an HTML report is made of: sections of words, tables and charts.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/results/charts/chart_description.h"

namespace pf {

/// Plain text everywhere: it is escaped where it is written.
struct HtmlParagraph {
    std::string text;
};

/// A heading inside a section.
struct HtmlHeading {
    std::string text;
};

struct HtmlCell {
    std::string text;
    std::string note;     ///< small, under the text: an interval, a reason; a line feed starts a new line
    bool strong = false;  ///< e.g. the best of its column

    HtmlCell(const char* words) : text(words) {}
    HtmlCell(std::string words = {}, std::string smallWords = {})
        : text(std::move(words)), note(std::move(smallWords)) {}
};

struct HtmlTable {
    std::string caption;
    std::vector<HtmlCell> columns;            ///< their heads
    std::vector<std::vector<HtmlCell>> rows;  ///< a row of one cell is a heading over the full width
    std::size_t wordColumns = 1;  ///< how many, from the left, hold words; the others hold numbers
};

struct HtmlFigure {
    ChartDescription chart;
};

struct HtmlBlock {
    std::variant<HtmlParagraph, HtmlHeading, HtmlTable, HtmlFigure> content;
    /// The line by which a reader opens what is folded away; neighbours of the same line are folded together.
    /// Empty: always open.
    std::string foldedUnder;
};

struct HtmlSection {
    std::string title;
    std::vector<HtmlBlock> blocks;

    void add(std::variant<HtmlParagraph, HtmlHeading, HtmlTable, HtmlFigure> content,
             const std::string& foldedUnder = {}) {
        blocks.push_back({std::move(content), foldedUnder});
    }
};

/// The section as a <section> element with the id. Neighbouring figures stand side by side where there is
/// room. Every element is closed, so that it reads as XML too. Throws: as svgChart.
std::string htmlSection(const HtmlSection& section, const std::string& id);

}  // namespace pf
